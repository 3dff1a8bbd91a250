/** A camera, or what somebody chose to share of the screen. */
export type LiveKind = 'camera' | 'window'

export type LivePicture =
  | { status: 'started'; stream: MediaStream }
  /** The person or the browser declined. */
  | { status: 'declined' }
  | { status: 'none' }

/** Asks for moving pictures; the browser asks the person in its own words. Sound is never asked for. */
export async function startLivePicture(kind: LiveKind): Promise<LivePicture> {
  try {
    const stream = await (kind === 'camera'
      ? navigator.mediaDevices.getUserMedia({
          audio: false,
          video: { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } },
        })
      : navigator.mediaDevices.getDisplayMedia({ audio: false, video: { frameRate: 5 } }))
    return { status: 'started', stream }
  } catch (error) {
    const name = error instanceof DOMException ? error.name : ''
    return { status: name === 'NotAllowedError' || name === 'AbortError' ? 'declined' : 'none' }
  }
}

export function stopLivePicture(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}
