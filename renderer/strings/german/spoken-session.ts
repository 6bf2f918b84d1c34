import type { SpokenPair } from '../spoken.ts'

/** Joining, drawing together, painting: of the host, the client and the desk where an author computes. */
export const spokenInSession: readonly SpokenPair[] = [
  // Joining
  [
    'This session has a password: ask whoever hosts for it.',
    'Diese Sitzung hat ein Passwort: Bitte den Gastgeber danach fragen.',
  ],
  [
    'That is not the password of this session: try again.',
    'Das ist nicht das Passwort dieser Sitzung: Bitte noch einmal versuchen.',
  ],
  [
    'Too many passwords were tried here: wait a moment.',
    'Hier wurden zu viele Passwörter versucht: Bitte einen Moment warten.',
  ],
  [
    '{count} people wait to be let into this session, which is the most that may.',
    '{count} Personen warten schon auf Einlass in diese Sitzung; mehr dürfen es nicht sein.',
  ],
  [
    'Whoever keeps order in this session did not let you in.',
    'Wer diese Sitzung leitet, hat den Einlass abgelehnt.',
  ],
  [
    '“{text}” is not a relay’s link (gesso-relay://…).',
    '„{text}“ ist kein Link eines Relays (gesso-relay://…).',
  ],
  [
    'At {name} another relay answers than the one of the link. Nothing was told to it.',
    'Unter {name} antwortet ein anderes Relay als das des Links. Ihm wurde nichts mitgeteilt.',
  ],
  [
    'The relay at {name} can’t be reached now; it is tried again and again.',
    'Das Relay unter {name} ist gerade nicht zu erreichen; es wird immer wieder versucht.',
  ],
  [
    'The relay at {name} does not let this host in: ask whoever runs it for its link of now.',
    'Das Relay unter {name} lässt diesen Gastgeber nicht herein: Bitte den Betreiber um den jetzigen Link bitten.',
  ],
  [
    'Your Gesso speaks version {yours} and this session version {its}: update your Gesso to join.',
    'Dieses Gesso spricht Version {yours} und die Sitzung Version {its}: Bitte Gesso hier aktualisieren, um beizutreten.',
  ],
  [
    'Your Gesso speaks version {yours} and this session version {its}: ask the host to update Gesso.',
    'Dieses Gesso spricht Version {yours} und die Sitzung Version {its}: Bitte den Gastgeber darum bitten, Gesso zu aktualisieren.',
  ],
  [
    'This session speaks version {its}, and your Gesso {yours}.',
    'Die Sitzung spricht Version {its} und dieses Gesso Version {yours}.',
  ],
  ['Update the older one.', 'Bitte das ältere aktualisieren.'],
  [
    'This invite is not valid for this session: ask the host for a new one.',
    'Diese Einladung gilt nicht für diese Sitzung: Bitte den Gastgeber um eine neue bitten.',
  ],
  [
    'This invite expired on {day}: ask the host for a new one.',
    'Diese Einladung ist am {day} abgelaufen: Bitte den Gastgeber um eine neue bitten.',
  ],
  [
    '“{text}” is not an invite. An invite is a link like https://192.168.1.20:41873/#… that the host copies with “Copy invite”.',
    '„{text}“ ist keine Einladung. Eine Einladung ist ein Link wie https://192.168.1.20:41873/#…, den der Gastgeber mit „Einladung kopieren“ kopiert.',
  ],
  [
    "The invite's address is “{address}”, but an address is a name or like 192.168.1.20:41873.",
    'Die Adresse der Einladung ist „{address}“, aber eine Adresse ist ein Name oder wie 192.168.1.20:41873.',
  ],
  [
    "One of the invite's addresses is “{address}”, which is none. Ask the host for a new one.",
    'Eine der Adressen der Einladung ist „{address}“, und das ist keine. Bitte den Gastgeber um eine neue bitten.',
  ],
  [
    'This invite is not encrypted, and leads beyond this computer: ask the host for one that begins with https://.',
    'Diese Einladung ist nicht verschlüsselt und führt über diesen Computer hinaus: Bitte den Gastgeber um eine bitten, die mit https:// beginnt.',
  ],
  [
    'This invite is of version {version}, and this Gesso reads version {own}: update the older one of the two.',
    'Diese Einladung hat Version {version}, und dieses Gesso liest Version {own}: Bitte das ältere der beiden aktualisieren.',
  ],
  [
    'At the invite’s address another host answers, not the one that made the invite. Nothing was told to it. Ask the host for a new invite.',
    'Unter der Adresse der Einladung antwortet ein anderer Gastgeber, nicht der, von dem sie ist. Ihm wurde nichts mitgeteilt. Bitte den Gastgeber um eine neue Einladung bitten.',
  ],
  [
    'The host withdrew this invite: ask for a new one.',
    'Der Gastgeber hat diese Einladung zurückgezogen: Bitte um eine neue bitten.',
  ],
  [
    'As many people as this invite is for have come by it: ask the host for a new one.',
    'Für mehr Personen gilt diese Einladung nicht: Bitte den Gastgeber um eine neue bitten.',
  ],
  [
    'You are here to watch. Whoever hosts can let you paint.',
    'In dieser Sitzung wird hier nur zugesehen. Wer sie leitet, kann das Malen erlauben.',
  ],
  [
    'The canvas is locked. Whoever hosts can unlock it.',
    'Die Leinwand ist gesperrt. Wer die Sitzung leitet, kann sie freigeben.',
  ],
  ['{name} removed you from this session.', '{name} hat dieses Fenster aus der Sitzung entfernt.'],
  [
    '{name} removed you from this session, and does not let you in again.',
    '{name} hat dieses Fenster aus der Sitzung entfernt und lässt es nicht wieder herein.',
  ],
  [
    'Whoever hosts does not let you into this session any more.',
    'Wer diese Sitzung leitet, lässt hier niemanden mehr von diesem Platz herein.',
  ],
  [
    'A picture has at most {count} invites. Withdraw one that is not needed any more.',
    'Ein Bild hat höchstens {count} Einladungen. Bitte eine zurückziehen, die nicht mehr gebraucht wird.',
  ],
  ['There is no session that is hosted here.', 'Hier ist keine Sitzung eröffnet.'],
  ['The picture could not be opened: {*reason}', 'Das Bild konnte nicht geöffnet werden: {reason}'],
  [
    'The host restarts. Your window comes back by itself.',
    'Der Gastgeber startet neu. Dieses Fenster kommt von selbst zurück.',
  ],
  [
    'This session has {count} people, which is the most it takes.',
    'In dieser Sitzung sind {count} Personen, mehr nimmt sie nicht auf.',
  ],
  [
    'This picture has had {count} participants, which is the most it can keep.',
    'An diesem Bild waren {count} Personen beteiligt, mehr kann es nicht behalten.',
  ],
  [
    'You joined this session again from another window.',
    'Dieser Sitzung wurde aus einem anderen Fenster noch einmal beigetreten.',
  ],
  ['You left the session.', 'Die Sitzung wurde verlassen.'],
  [
    'This address now shows another picture, “{title}”.',
    'Unter dieser Adresse ist jetzt ein anderes Bild, „{title}“.',
  ],
  [
    'A page from another place may not join this session.',
    'Eine Seite von einem anderen Ort darf dieser Sitzung nicht beitreten.',
  ],

  // Going on and ending
  [
    'The host ended the session. What was drawn stays with the host.',
    'Der Gastgeber hat die Sitzung beendet. Das Gezeichnete bleibt beim Gastgeber.',
  ],
  [
    'The host quit Gesso. What was drawn stays with the host.',
    'Der Gastgeber hat Gesso beendet. Das Gezeichnete bleibt beim Gastgeber.',
  ],
  ['The host opened the picture again.', 'Der Gastgeber hat das Bild wieder geöffnet.'],
  ['The session could not be opened.', 'Die Sitzung konnte nicht geöffnet werden.'],
  ['This session has ended.', 'Diese Sitzung ist zu Ende.'],
  ['This session stopped: {*reason}', 'Diese Sitzung ist stehen geblieben: {reason}'],
  [
    'The painting thread of this session stopped: {*reason}',
    'Der Teil dieser Sitzung, der malt, ist stehen geblieben: {reason}',
  ],
  [
    "The host can't write its journal: {*reason}",
    'Der Gastgeber kann sein Journal nicht schreiben: {reason}',
  ],
  [
    'Nobody can draw now, so that nothing is lost. {*reason}',
    'Damit nichts verloren geht, kann jetzt niemand zeichnen. {reason}',
  ],
  [
    'When the disk works again, close this session and host the picture once more.',
    'Wenn die Festplatte wieder arbeitet, bitte diese Sitzung schließen und das Bild noch einmal eröffnen.',
  ],
  [
    'The host can’t paint as fast as everybody draws; please wait a moment.',
    'Der Gastgeber kann nicht so schnell malen, wie alle zeichnen; bitte einen Augenblick warten.',
  ],
  [
    'More than {count} updates a second came from this connection.',
    'Von dieser Verbindung kamen mehr als {count} Änderungen in der Sekunde.',
  ],
  [
    'More {*what} came from this connection than anybody makes.',
    'Von dieser Verbindung kamen mehr {what}, als irgendjemand macht.',
  ],
  ['changes of the view or the layer', 'Wechsel der Ansicht oder der Ebene'],
  ['lines of the chat', 'Zeilen im Chat'],
  [
    'An image or fill of more than {bytes} bytes came at once; please make it smaller.',
    'Ein Bild oder eine Füllung von mehr als {bytes} Byte kam auf einmal; bitte kleiner machen.',
  ],
  [
    'A selection of more than {bytes} bytes came; please select something simpler.',
    'Eine Auswahl von mehr als {bytes} Byte kam; bitte etwas Einfacheres auswählen.',
  ],
  ['Only the host ends what others began.', 'Nur der Gastgeber beendet, was andere begannen.'],
  [
    'This picture needs more memory than this window has. The host keeps it, with everything that arrived there.',
    'Dieses Bild braucht mehr Speicher, als dieses Fenster hat. Der Gastgeber hat es weiter, mit allem, was dort ankam.',
  ],
  ["The host can't be followed: {why}.", 'Was der Gastgeber sagt, passt nicht zusammen ({why}).'],
  ["The host's picture can't be taken: {why}.", 'Das Bild des Gastgebers ist nicht zu gebrauchen ({why}).'],
  ["The picture can't be followed: {why}.", 'Was vom Bild ankommt, passt nicht zusammen ({why}).'],
  [
    "The message can't be read: {what} (at byte {offset}).",
    'Die Nachricht ist nicht zu lesen: {what} (bei Byte {offset}).',
  ],

  // Painting
  ['The picture is not here yet.', 'Das Bild ist noch nicht hier.'],
  [
    '{count} of your updates wait for the host. You can draw on as soon as it takes them.',
    '{count} eigene Änderungen warten auf den Gastgeber. Sobald er sie annimmt, kann weitergezeichnet werden.',
  ],
  [
    'The layer to paint on is not there any more. Choose another one.',
    'Die Ebene zum Malen ist nicht mehr da. Bitte eine andere wählen.',
  ],
  [
    'The layer is not there any more. Choose another one.',
    'Die Ebene ist nicht mehr da. Bitte eine andere wählen.',
  ],
  [
    'The layer “{name}” is hidden. Show it to paint on it.',
    'Die Ebene „{name}“ ist ausgeblendet. Zum Malen bitte einblenden.',
  ],
  [
    'The layer “{name}” is locked. Unlock it to paint on it.',
    'Die Ebene „{name}“ ist gesperrt. Zum Malen bitte entsperren.',
  ],
  [
    'The layer “{name}” is locked. Unlock it to merge another one into it.',
    'Die Ebene „{name}“ ist gesperrt. Um eine andere mit ihr zu vereinen, bitte entsperren.',
  ],
  [
    'The layer “{name}” is locked. Unlock it to move what is on it.',
    'Die Ebene „{name}“ ist gesperrt. Um zu verschieben, was auf ihr ist, bitte entsperren.',
  ],
  [
    'The layer “{name}” is hidden. Show it to move what is on it.',
    'Die Ebene „{name}“ ist ausgeblendet. Um zu verschieben, was auf ihr ist, bitte einblenden.',
  ],
  [
    'There is nothing on the layer “{name}” yet that could be moved.',
    'Auf der Ebene „{name}“ ist noch nichts, was verschoben werden könnte.',
  ],
  [
    'There is nothing on the layer “{name}” yet that could be selected.',
    'Auf der Ebene „{name}“ ist noch nichts, was ausgewählt werden könnte.',
  ],
  [
    'There is nothing on this layer yet that could be erased.',
    'Auf dieser Ebene ist noch nichts, was gelöscht werden könnte.',
  ],
  [
    'Nothing of the layer “{name}” is selected. Choose the layer with what you want to move.',
    'Von der Ebene „{name}“ ist nichts ausgewählt. Bitte die Ebene mit dem wählen, was verschoben werden soll.',
  ],
  [
    'What is to be moved has {width} × {height} px, more than this computer can show at once. Select a smaller part of it.',
    'Was verschoben werden soll, hat {width} × {height} px, mehr als dieser Computer auf einmal zeigen kann. Bitte einen kleineren Teil auswählen.',
  ],
  [
    'Nothing is selected that could be erased. Select something first.',
    'Es ist nichts ausgewählt, was gelöscht werden könnte. Bitte zuerst etwas auswählen.',
  ],
  [
    'Gesso made a mistake here, so this was not done. What was painted before is safe; try it again.',
    'Gesso hat hier einen Fehler gemacht, darum ist dies nicht geschehen. Was vorher gemalt wurde, ist sicher; bitte noch einmal versuchen.',
  ],
  ['A picture has at most {count} layers.', 'Ein Bild hat höchstens {count} Ebenen.'],
  ['The shared palette has at most {count} colours.', 'Die gemeinsame Palette hat höchstens {count} Farben.'],
  [
    'The picture is full: its layers have {tiles} painted squares of 64 × 64 px. Merge or remove some layers.',
    'Das Bild ist voll: Seine Ebenen haben {tiles} bemalte Quadrate von 64 × 64 px. Bitte einige Ebenen vereinen oder löschen.',
  ],
  [
    '{*what} has {size} MB when it is sent, and at most {max} MB can be.',
    '{what} hat {size} MB, wenn es gesendet wird, und höchstens {max} MB sind möglich.',
  ],
  [
    'This takes {tiles} or more blocks of 64 × 64 px, and {max} can be moved at once ({width} × {height} px): select less, or make it smaller.',
    'Das umfasst {tiles} oder mehr Blöcke von 64 × 64 px, und {max} können auf einmal verschoben werden ({width} × {height} px): Bitte weniger auswählen oder kleiner machen.',
  ],
  [
    'The edge of this area runs through more than {tiles} blocks of 64 × 64 px: fill a smaller area, or allow more tolerance.',
    'Der Rand dieser Fläche läuft durch mehr als {tiles} Blöcke von 64 × 64 px: Bitte eine kleinere Fläche füllen oder mehr Toleranz erlauben.',
  ],
  [
    "This image can't be read: {width} × {height} px in {bytes} bytes.",
    'Dieses Bild ist nicht zu lesen: {width} × {height} px in {bytes} Byte.',
  ],
  [
    'This image has {width} × {height} px, which is too large to be sent: make it {fitWidth} × {fitHeight} px or smaller.',
    'Dieses Bild hat {width} × {height} px und ist zu groß zum Senden: Bitte auf {fitWidth} × {fitHeight} px oder kleiner bringen.',
  ],
  [
    'This lasso has {points} points, and at most {max} are possible: draw it in parts, and add them.',
    'Dieses Lasso hat {points} Punkte, und höchstens {max} sind möglich: Bitte in Teilen zeichnen und diese hinzufügen.',
  ],
  [
    'This would make it flat: a side needs at least a little length.',
    'Damit würde es flach: Eine Seite braucht wenigstens etwas Länge.',
  ],

  // Chat
  [
    'The session is not here yet. Say it again in a moment.',
    'Die Sitzung ist noch nicht hier. Bitte in einem Augenblick noch einmal sagen.',
  ],
  [
    '{count} of your lines wait for the host. Say this one when it has them.',
    '{count} eigene Zeilen warten auf den Gastgeber. Diese bitte sagen, wenn er sie hat.',
  ],
  ['There is nothing to say in this line.', 'In dieser Zeile steht nichts.'],
  [
    'A line has at most {max} characters, and this one {count}.',
    'Eine Zeile hat höchstens {max} Zeichen, und diese {count}.',
  ],
]
