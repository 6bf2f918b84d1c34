import { strings } from '../strings.ts'
import { Panel } from '../workspace/panel.tsx'
import { HistoryFilter } from './history-filter.tsx'
import { HistoryList } from './history-list.tsx'

/** What everybody did in this session, and whose work is shown. */
export function HistoryPanel() {
  return (
    <Panel name="history" heading={strings.history.heading} grows>
      <HistoryFilter />
      <HistoryList />
    </Panel>
  )
}
