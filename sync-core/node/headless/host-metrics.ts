import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { OpenSession } from '../open-session.ts'

/** What a headless host is asked for by Prometheus: the process, and what is open. Pictures are named by id, people by nothing. */
export class HostMetrics {
  private readonly registry = new Registry()

  constructor(open: () => readonly OpenSession[]) {
    collectDefaultMetrics({ register: this.registry })
    this.gauge('gesso_pictures_open', 'Pictures that are open for people.', (set) => set(open().length))
    this.gauge('gesso_people', 'People who are connected.', (set) =>
      set(open().reduce((sum, { host }) => sum + host.state().people, 0)),
    )
    this.perPicture('gesso_picture_people', 'People in a picture.', open, ({ people }) => people)
    this.perPicture(
      'gesso_picture_updates',
      'Updates of a picture since its beginning.',
      open,
      ({ seq }) => seq,
    )
    this.perPicture(
      'gesso_picture_unsynced_updates',
      'Updates that a power cut would take.',
      open,
      ({ seq, durableSeq }) => seq - durableSeq,
    )
    this.perPicture(
      'gesso_picture_unsaved_updates',
      'Updates that are in the journal only.',
      open,
      ({ seq, saved }) => seq - (saved.kind === 'unknown' ? 0 : saved.seq),
    )
  }

  get contentType(): string {
    return this.registry.contentType
  }

  text(): Promise<string> {
    return this.registry.metrics()
  }

  private gauge(name: string, help: string, collect: (set: (value: number) => void) => void): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      collect: () => collect((value) => gauge.set(value)),
    })
  }

  private perPicture(
    name: string,
    help: string,
    open: () => readonly OpenSession[],
    read: (state: ReturnType<OpenSession['host']['state']>) => number,
  ): void {
    const gauge: Gauge<'picture'> = new Gauge({
      name,
      help,
      labelNames: ['picture'],
      registers: [this.registry],
      collect() {
        gauge.reset()
        for (const { claim, host } of open()) gauge.set({ picture: claim.id }, read(host.state()))
      },
    })
  }
}
