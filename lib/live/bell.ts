/** Remembers a ring that came while nobody was listening for it. */
export class Bell {
  private rang = false
  private wake: (() => void) | undefined

  ring(): void {
    this.rang = true
    this.wake?.()
  }

  /** Whether it rang since the last time. */
  reset(): boolean {
    const { rang } = this
    this.rang = false
    return rang
  }

  heard(ms: number): Promise<void> {
    if (this.rang) return Promise.resolve()
    return new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    }).finally(() => (this.wake = undefined))
  }
}
