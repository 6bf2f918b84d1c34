// The assembly of one hosted picture: claim → stored snapshot → journal → primary → broadcast. A desktop's main process and
// the headless host run exactly this; where things live and how bytes travel comes in as ports.

import { forgetful, HouseRules } from './broadcast/house-rules.ts'
import { encodeRules } from './broadcast/moderation.ts'
import { ProtocolError, StorageError } from './base/errors.ts'
import { limits as standardLimits } from './base/limits.ts'
import { BroadcastService } from './broadcast/broadcast-service.ts'
import { JournalLog } from './broadcast/journal-log.ts'
import { encodeStamp } from './broadcast/joining.ts'
import { PictureRoom } from './broadcast/picture-room.ts'
import { Persister } from './broadcast/persister.ts'
import { StampBoard } from './broadcast/stamp-board.ts'
import { Uploading } from './broadcast/uploading.ts'
import type { Host, HostEnd, HostOptions, HostState } from './host-contract.ts'
import { LastWrite } from './host-last-write.ts'
import { UnsavedWork } from './host-unsaved-work.ts'
import { jobClasses } from './jobs/job-classes.ts'
import { encodeHostMessage } from './protocol/messages.ts'
import { openPicture } from './open-picture.ts'
import { DeletedMeanwhileError } from './pictures/picture-slots.ts'

const foundAgain =
  'What was drawn here and not saved is still on this computer; it is found when the picture is hosted here again.'

/**
 * Opens the claimed picture with everything its journal still has, and takes connections from then on. Owns the claim,
 * the journal and the primary until `close`. Rejects with StorageError; then everything it took was given back.
 */
export async function openHost(options: HostOptions): Promise<Host> {
  const {
    clock,
    claim,
    door,
    journalStorage,
    primary,
    scheduling,
    onState,
    onNote = () => undefined,
  } = options
  const limits = options.limits ?? standardLimits
  const stamps = new StampBoard(limits.stampsKept)
  const room = new PictureRoom(limits)
  // The primary may speak before the rest stands.
  let running: { service: BroadcastService; persister: Persister } | undefined
  let failure: string | undefined
  let ending: Promise<void> | undefined
  let superseded: StorageError | undefined
  let health: HostState['health'] = { writable: true, sentence: '' }
  let stateDue = false
  const opened = await openPicture(options, {
    onStamp: (seq, hash) => {
      stamps.add(seq, hash)
      running?.service.sendToAll(encodeStamp(seq, hash))
    },
    onApplied: (seq, size) => room.tell(seq, size),
    onFailure: (reason) => fail(`The painting thread of this session stopped: ${reason}`),
  })
  const { journal, participants } = opened
  // In the turn of the fsync: whoever reads the journal a turn later finds nothing durable that nobody told of.
  journal.onDurable((seq) => scheduling.wrote(seq))

  const uploading =
    opened.copying &&
    new Uploading({
      clock,
      limits,
      journal,
      epoch: claim.epoch,
      start: opened.copying,
      sendToAll: (frame) => running?.service.sendToAll(frame),
      hasPeople: () => service.people > 0,
      onChange: () => changed(),
      onStopped: (error) => failForGood(error),
    })

  const rules = new HouseRules(options.rules ?? forgetful, limits)

  const log = new JournalLog({
    clock,
    limits,
    journal,
    epoch: claim.epoch,
    copier: uploading?.copier,
    onDurable: (seq) => {
      service.sendToAll(encodeHostMessage({ kind: 'durable', seq }))
      changed()
    },
    onHealth: (writable, sentence) => {
      // A disk that has room again makes nobody the host of a picture that another one has.
      if (failure !== undefined || ending !== undefined) return
      health = { writable, sentence }
      service.refuseUpdates(writable ? undefined : new ProtocolError('read-only', sentence))
      service.sendToAll(healthFrame())
      changed()
    },
  })

  const service = new BroadcastService({
    clock,
    limits,
    door,
    rules,
    facts: {
      epoch: claim.epoch,
      inheritedSeq: opened.inheritedSeq,
      pictureId: claim.id,
      title: claim.title,
      durableSeq: () => durableSeq(),
      stampAt: (seq) => stamps.at(seq),
      newestStamp: () => stamps.newest,
      greeting: () => [
        savedFrame(),
        ...(uploading === undefined ? [] : [uploading.frame()]),
        healthFrame(),
        encodeRules(rules),
      ],
    },
    primary,
    participants,
    log,
    room,
    startSeq: opened.seq,
    onNote,
    onChange: () => {
      if (service.people > 0) lastWrite.joined()
      changed()
    },
    onLastLeft: () => void lastWrite.left(),
    onBroken: (error) =>
      fail(`This session stopped: ${error instanceof Error ? error.message : String(error)}`),
  })

  const persister = new Persister({
    clock,
    limits,
    claim,
    primary,
    journal,
    savedSeq: opened.savedSeq,
    lineage: opened.lineage,
    leftOut: opened.leftOut,
    orderedSeq: () => service.seq,
    queuePersist: (run) => service.queue.add(jobClasses.persist, run),
    handAll: () => service.handAll(),
    participants: () => participants.stored(),
    onSaved: () => {
      service.sendToAll(savedFrame())
      changed()
    },
    onStored: (seq, previousSeq) => uploading?.saved(seq, previousSeq),
    onSuperseded: (error) => {
      superseded = error
      failForGood(error)
    },
  })

  const lastWrite = new LastWrite({
    journal,
    scheduling,
    persister,
    orderedSeq: () => service.seq,
    onEmpty: () => {
      if (ending === undefined) options.onEmpty?.()
    },
  })

  const unsaved = new UnsavedWork({
    clock,
    limits,
    storage: journalStorage,
    journal,
    primary,
    leftOut: opened.leftOut,
    branches: opened.branches,
    participants: () => participants.stored(),
    handAll: () => service.handAll(),
    onNote,
  })

  running = { service, persister }
  if (failure !== undefined) stopDrawing(failure)

  const heartbeat = (): void => {
    if (ending !== undefined) return
    persister.tellLate()
    service.sendToAll(encodeHostMessage({ kind: 'durable', seq: durableSeq() }))
    // Told again while it is not stored: a run that ended a want of another branch may have ended this one with it.
    if (failure === undefined && !persister.isClean && log.durableSeq > 0) scheduling.wrote(log.durableSeq)
    clock.after(limits.heartbeatMs, heartbeat)
  }
  clock.after(limits.heartbeatMs, heartbeat)
  service.awaitReturn(participants.all())
  // What the journal had beyond the stored snapshot is written like any other change.
  if (opened.seq > opened.savedSeq) scheduling.wrote(opened.seq)

  function durableSeq(): number {
    return Math.max(
      log.durableSeq,
      opened.savedSeq,
      persister.state.kind === 'unknown' ? 0 : persister.state.seq,
    )
  }

  function savedFrame(): Uint8Array {
    const { state } = persister
    const { kind } = state
    if (kind === 'unknown')
      return encodeHostMessage({ kind: 'saved', seq: 0, state: 'saved', sinceMs: 0, sentence: '' })
    return encodeHostMessage({
      kind: 'saved',
      seq: state.seq,
      state: kind,
      sinceMs: state.sinceMs,
      sentence: state.sentence,
    })
  }

  function healthFrame(): Uint8Array {
    return encodeHostMessage({ kind: 'health', ...health })
  }

  function state(): HostState {
    return {
      seq: service.seq,
      durableSeq: durableSeq(),
      saved: persister.state,
      ...(uploading && { uploaded: uploading.state }),
      health,
      people: service.people,
      ...(failure !== undefined && { failure }),
    }
  }

  function changed(): void {
    if (onState === undefined || stateDue) return
    stateDue = true
    clock.after(0, () => {
      stateDue = false
      onState(state())
    })
  }

  /** The session can't go on; what is in the journal stays there. */
  function fail(sentence: string): void {
    if (failure !== undefined || ending !== undefined) return
    failure = sentence
    if (running !== undefined) stopDrawing(sentence)
  }

  /** Another host has the picture, or nobody: what only this one has is still here. */
  function failForGood(error: Error): void {
    const isSuperseded = error instanceof StorageError && error.code === 'superseded'
    if (isSuperseded && failure === undefined) {
      const elsewhereSeq = error instanceof DeletedMeanwhileError ? 0 : inPictureSeq()
      if (Math.max(service.seq, journal.seq) > elsewhereSeq) unsaved.offerOwn()
    }
    fail(error.message)
  }

  /** What is stored up to here, the next host has. */
  function inPictureSeq(): number {
    const { state: saved } = persister
    return Math.max(opened.savedSeq, uploading?.state.seq ?? 0, saved.kind === 'unknown' ? 0 : saved.seq)
  }

  function stopDrawing(sentence: string): void {
    health = { writable: false, sentence }
    void persister.stop(new StorageError('unavailable', sentence))
    void uploading?.stop()
    service.refuseUpdates(new ProtocolError('read-only', sentence))
    service.sendToAll(healthFrame())
    changed()
  }

  async function end(sentence: string, forHowLong: HostEnd): Promise<void> {
    const isOver = forHowLong === 'for-good'
    // As a job of the queue, behind every update that already arrived: those are still ordered, sent and written.
    service.flush()
    await new Promise<void>((resolve) => {
      service.queue.add(jobClasses.membership, () => {
        service.refuseUpdates(new ProtocolError(isOver ? 'host-closing' : 'restarting', sentence))
        service.endAll(
          encodeHostMessage(
            isOver ? { kind: 'bye', sentence } : { kind: 'refusal', code: 'restarting', sentence },
          ),
        )
        resolve()
      })
    })
    // Each is given back whatever became of those before; the first failure is the one to tell.
    const steps = [
      async () => {
        if (failure === undefined) await lastWrite.ask().catch(tellWhereItIs)
      },
      () => persister.stop(new StorageError('unavailable', 'This session has ended.', true)),
      async () => uploading?.stop(),
      () => log.close(),
      () => primary.stop(),
      () => claim.release(),
    ]
    const failures: unknown[] = []
    for (const step of steps) await step().catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw failures[0]
  }

  /** It is too late to keep a copy then: nobody is asked while a session ends. */
  function tellWhereItIs(error: unknown): never {
    if (superseded === undefined) throw error
    throw new StorageError('superseded', `${superseded.message} ${foundAgain}`)
  }

  return {
    notices: opened.notices,
    state,
    copyOffer: () => unsaved.offer(),
    keepCopy: (target, sources) => unsaved.keep(target, sources),
    droppableCopy: () => unsaved.droppable(),
    dropCopy: (id) => unsaved.drop(id),
    accept: (connection) => service.accept(connection),
    save: async (request) => {
      const stored = await persister.save(request)
      // Whoever waits since the last one left goes on by itself.
      if (!request.isUrgent) lastWrite.settle()
      return stored
    },
    renewPreview: async () => {
      const { png } = await primary.preview(limits.previewSidePx)
      await claim.savePreview(png)
    },
    compact: () => claim.compact(clock.nowMs()),
    close: (sentence, forHowLong = 'for-good') => (ending ??= end(sentence, forHowLong)),
  }
}
