import { configureQrDecoder, decodeQr, type QrImage } from '../../../../sdk/src/qr/decode.ts'

type Asked = { wasmUrl?: string; image?: QrImage }

addEventListener('message', async ({ data }: MessageEvent<Asked>) => {
  try {
    if (data.wasmUrl !== undefined) configureQrDecoder({ wasmUrl: data.wasmUrl })
    postMessage(data.image ? await decodeQr(data.image) : 'configured')
  } catch (error) {
    postMessage(String(error))
  }
})
