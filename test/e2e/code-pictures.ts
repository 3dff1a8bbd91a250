import encodeQr from 'qr'

/** A moving picture in which nothing moves, as YUV4MPEG2: what a camera sees that looks at a QR code. */
export function filmCode(text: string): Buffer {
  const [width, height] = [640, 480]
  const rows = encodeQr(text, 'raw', { border: 4 })
  const side = Math.floor(height / rows.length)
  const light = Buffer.alloc(width * height, 255)
  for (let y = 0; y < rows.length * side; y++) {
    for (let x = 0; x < rows.length * side; x++) {
      if (rows[Math.floor(y / side)]?.[Math.floor(x / side)]) light[y * width + x] = 0
    }
  }
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F5:1 Ip A1:1 C420mpeg2\nFRAME\n`)
  return Buffer.concat([head, light, Buffer.alloc((width * height) / 2, 128)])
}

/** A document of one page with a QR code in its middle. */
export function printCode(text: string): string {
  const rows = encodeQr(text, 'raw', { border: 4 })
  const side = 240 / rows.length
  const squares = rows.flatMap((row, y) =>
    row.map((dark, x) => (dark ? `${180 + x * side} ${360 - y * side} ${side} ${side} re f` : '')),
  )
  const drawn = squares.filter((square) => square !== '').join('\n')
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 400]/Contents 4 0 R>>',
    `<</Length ${drawn.length}>>stream\n${drawn}\nendstream`,
  ]
  let pdf = '%PDF-1.4\n'
  const places: string[] = []
  for (const [index, object] of objects.entries()) {
    places.push(`${String(pdf.length).padStart(10, '0')} 00000 n \n`)
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`
  }
  const table = `xref\n0 5\n0000000000 65535 f \n${places.join('')}`
  return `${pdf}${table}trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n${pdf.length}\n%%EOF\n`
}
