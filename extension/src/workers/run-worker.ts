/** Asks a worker one thing, waits for its one answer and ends it; `signal` ends it earlier, with an AbortError. */
export function runWorker<Answer>(
  worker: Worker,
  request: unknown,
  transfer: Transferable[],
  signal?: AbortSignal,
): Promise<Answer> {
  const answer = new Promise<Answer>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data)
    worker.onerror = ({ message }) => reject(new Error(`A worker failed: ${message}`))
    if (signal?.aborted) return reject(signal.reason)
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    worker.postMessage(request, transfer)
  })
  return answer.finally(() => worker.terminate())
}
