/** What a worker reports errors with. */
export interface ReportingScope {
  addEventListener(type: 'unhandledrejection', listener: (event: PromiseRejectionEvent) => void): void
  reportError(error: unknown): void
}

/** The window hears of a worker's errors, but not of promises rejected with nobody waiting: those are made errors. */
export function reportRejections(scope: ReportingScope): void {
  scope.addEventListener('unhandledrejection', (event) => {
    event.preventDefault()
    scope.reportError(event.reason)
  })
}
