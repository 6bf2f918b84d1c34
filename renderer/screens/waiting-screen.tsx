/** A moment between two screens, in words. */
export function WaitingScreen({ words }: { words: string }) {
  return (
    <main className="waiting-screen" role="status">
      <p>{words}</p>
    </main>
  )
}
