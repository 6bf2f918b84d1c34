import type { Catalogue } from '../english.ts'
import { formatCount } from '../format-amount.ts'

const guests = (count: number): string =>
  count === 1 ? 'Ein Gast zeichnet' : `${formatCount(count)} Gäste zeichnen`
const closeQuestion = (count: number): string =>
  `${guests(count)} noch. Wird die Sitzung geschlossen, wird das Bild gespeichert, und sie endet für alle.`

/** What the frame of a session says: its notices, its questions, its end, its people and invite. */
export const sessionStrings: Pick<Catalogue, 'session' | 'quit' | 'ended' | 'people' | 'chat' | 'invite'> = {
  session: {
    canvas: 'Leinwand',
    loading: 'Verbindung zum Gastgeber wird aufgebaut',
    leave: 'Verlassen',
    leaveHint: 'Die Sitzung verlassen',
    closeHint: 'Die Sitzung für alle schließen und zurück zum Start',
    closeQuestion,
    close: 'Sitzung schließen',
    keepDrawing: 'Weiterzeichnen',
    panels: 'Bedienfelder ein- oder ausblenden',
    dismiss: 'Ausblenden',
    readOnly: (sentence) => `Das Zeichnen ruht. ${sentence}`,
    leftUnsaved: (sentence) =>
      `Alles Gezeichnete wird auf diesem Computer aufbewahrt und gespeichert, sobald das Bild wieder geöffnet wird. ${sentence}`,
    keepCopy: 'Meine Arbeit als Kopie behalten',
    keepingCopy: 'Kopie wird angelegt',
    keptCopy: (title) => `Die Arbeit ist als „${title}“ aufbewahrt, zu finden unter „Meine Bilder“.`,
    dropCopy: 'Nicht nötig',
    dropQuestion: 'Endgültig verwerfen? Das lässt sich nicht zurückholen.',
    dropYes: 'Verwerfen',
    dropNo: 'Behalten',
    droppingCopy: 'Wird verworfen',
    droppedCopy: 'Die nicht gespeicherte Arbeit wurde verworfen.',
    hostingFailed: (sentence) =>
      `${sentence} Bitte die Sitzung schließen und das Bild unter „Meine Bilder“ wieder öffnen.`,
  },

  quit: {
    question: closeQuestion,
    quit: 'Sitzung schließen',
    stay: 'Gastgeber bleiben',
  },

  ended: {
    heading: 'Die Sitzung ist zu Ende',
    refusedHeading: 'Beitreten war nicht möglich',
    back: 'Zurück zum Start',
    again: 'Noch einmal versuchen',
    stopped: (reason) =>
      `In diesem Fenster kann nicht mehr gezeichnet werden: ${reason}. „Noch einmal versuchen“ setzt dort fort, wo es aufhörte.`,
    unknownReason: 'Der Grund ist nicht bekannt',
  },

  people: {
    heading: 'Personen',
    you: 'ich',
    roles: { host: 'Gastgeber', 'co-host': 'leitet mit', painter: 'Gast', viewer: 'sieht zu' },
    away: 'gegangen',
    orderOnly: 'Das kann nur, wer die Sitzung leitet oder mitleitet.',
    locked: 'Leinwand gesperrt',
    more: (name) => `Was mit ${name} geschehen soll`,
    letPaint: 'Malen lassen',
    letWatch: 'Nur zusehen lassen',
    makeCoHost: 'Mitleiten lassen',
    noCoHost: 'Nicht mehr mitleiten lassen',
    remove: 'Aus der Sitzung entfernen',
    banSession: 'Für diese Sitzung aussperren…',
    banEver: 'Für immer aussperren…',
    banQuestion: {
      session: (name) =>
        `${name} müsste gehen und könnte als dieselbe Person erst wiederkommen, wenn das Bild von Neuem eröffnet wird.`,
      ever: (name) => `${name} müsste gehen und könnte als dieselbe Person nie mehr zu diesem Bild kommen.`,
    },
    banYes: 'Aussperren',
    banNo: 'Abbrechen',
    deeds: {
      painter: (by, of) => `${by} lässt ${of} malen.`,
      viewer: (by, of) => `${by} lässt ${of} nur zusehen.`,
      'co-host': (by, of) => `${by} lässt ${of} mitleiten.`,
      none: (by, of) => `${by} hat ${of} entfernt.`,
      session: (by, of) => `${by} hat ${of} für diese Sitzung ausgesperrt.`,
      ever: (by, of) => `${by} hat ${of} für immer ausgesperrt.`,
      locked: (by) => `${by} hat die Leinwand gesperrt.`,
      unlocked: (by) => `${by} hat die Leinwand freigegeben.`,
    },
    somebody: 'Jemand',
    none: 'Noch ist niemand hier',
    onLayer: (layer) => `auf „${layer}“`,
    follow: (name) => `${name} folgen`,
    unfollow: (name) => `${name} nicht mehr folgen`,
    jump: (name) => `Zeigen, was ${name} sieht`,
    handUp: 'Hand gehoben',
    own: 'Den anderen etwas zeigen',
    following: (name) => `Die Ansicht folgt ${name}`,
    followingEnds: 'Esc oder Verschieben beendet es',
    stop: 'Beenden',
    followers: (names) =>
      names.length === 1
        ? `${names[0]} folgt dieser Ansicht`
        : `${formatCount(names.length)} Personen folgen dieser Ansicht`,
    onThisLayer: (names) => `Gerade hier: ${names}`,
  },

  chat: {
    heading: 'Chat',
    lines: 'Was gesagt wurde',
    none: 'Noch wurde nichts gesagt.',
    write: 'An alle schreiben',
    send: 'Senden',
    place: 'Die sichtbare Stelle anhängen',
    placeOnly: 'Bitte hierher schauen',
    here: 'Hier',
    jump: (name) => `Zur Stelle, die ${name} meint`,
    you: 'Ich',
    somebody: 'Jemand',
    waiting: 'noch nicht gesendet',
    former: 'Der Gastgeber hat neu begonnen. Wer jetzt dazukommt, sieht nicht, was hier darüber steht.',
    unread: (count) => (count === 1 ? '1 neue Zeile im Chat' : `${formatCount(count)} neue Zeilen im Chat`),
    openUnread: (unread) => `${unread}. Chat öffnen`,
    many: (count) => `${count}+`,
  },

  invite: {
    heading: 'Einladung',
    invite: 'Einladen',
    copy: 'Einladung kopieren',
    copiedToSend: 'Der Einladungslink ist kopiert und kann verschickt werden.',
    hostOnly: 'Den Einladungslink hat nur, wer die Sitzung eröffnet hat.',
    copied: 'Kopiert',
    others: 'Weitere Adressen dieses Computers, falls die erste nicht geht',
    copyOther: 'Diesen Link kopieren',
    link: 'Einladungslink',
    otherLink: 'Weiterer Link',
    computerOnly: 'Gilt nur auf diesem Computer.',
    whoCanJoin: 'Wer beitreten kann',
    encrypted: 'Verschlüsselt. Ein Browser warnt, dass er diesen Computer nicht kennt; Gesso nicht.',
    onNetwork: {
      looking: 'Es wird nachgesehen, ob andere im Netzwerk beitreten können …',
      yes: 'Alle im Netzwerk können beitreten.',
      no: 'Dieser Computer antwortet an seiner eigenen Adresse nicht: Fehlt das Netzwerk, oder hält eine Firewall andere fern?',
    },
    onInternet: {
      looking: 'Ein Weg für andere im Internet wird gesucht …',
      relay: (name) => `Andere im Internet können beitreten, über das Relay ${name}.`,
      router: (address) =>
        `Andere im Internet können beitreten: Der Router lässt sie unter ${address} herein.`,
      own: (address) =>
        `Andere im Internet können beitreten, wenn keine Firewall sie fernhält: Dort ist dieser Computer ${address}.`,
      no: 'Andere im Internet können noch nicht beitreten.',
      todo: 'Der Router lässt sie nicht herein. In den Einstellungen unter „Sitzungen“ ein Relay angeben, oder den Router den Port dieser Sitzung weiterleiten lassen.',
      behind: (address) =>
        `Der Router steht hinter einem zweiten (dort ist er ${address}), der dem Anbieter gehört. In den Einstellungen unter „Sitzungen“ ein Relay angeben.`,
    },
    selected: 'Strg+C drücken',
    all: 'Gültige Einladungen',
    roles: { painter: 'Malen', viewer: 'Zusehen', 'co-host': 'Mitleiten' },
    noEnd: 'ohne Ende',
    until: (when) => `bis ${when}`,
    usesLeft: (count) => (count === 1 ? 'noch für 1 Person' : `noch für ${formatCount(count)} Personen`),
    used: (count) => (count === 1 ? '1 kam' : `${formatCount(count)} kamen`),
    copyThis: 'Link dieser Einladung kopieren',
    qr: 'Als QR-Code zeigen',
    qrLabel: 'Die Einladung als QR-Code',
    qrHint: 'Handy oder Tablet öffnen ihn mit der Kamera.',
    withdraw: 'Diese Einladung zurückziehen',
    withdrawQuestion: 'Mit dieser Einladung käme niemand mehr herein. Wer da ist, bleibt da.',
    withdrawYes: 'Zurückziehen',
    keep: 'Behalten',
    another: 'Weitere Einladung',
    new: 'Eine weitere Einladung machen',
    lets: 'Wer kommt, darf',
    letsTo: { painter: 'malen', viewer: 'zusehen', 'co-host': 'mitleiten' },
    goodFor: 'Gilt',
    spans: { hour: 'eine Stunde', day: 'einen Tag', month: '30 Tage', ever: 'solange es das Bild gibt' },
    forHowMany: 'Für',
    counts: { any: 'beliebig viele', one: '1 Person', five: '5 Personen', thirty: '30 Personen' },
    make: 'Einladung machen',
    madeAndCopied: 'Die neue Einladung ist kopiert.',
  },
}
