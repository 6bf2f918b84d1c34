import type { SpokenPair } from '../spoken.ts'

/** Opening, saving, recovering and keeping pictures, and their journal. */
export const spokenOfPictures: readonly SpokenPair[] = [
  // Who has the picture
  ['This picture is open in this Gesso already.', 'Dieses Bild ist in diesem Gesso schon offen.'],
  [
    'Another copy of Gesso has opened this picture since. This one stops saving it, so that nothing of the other is overwritten.',
    'Ein anderes Gesso hat dieses Bild inzwischen geöffnet. Dieses hier speichert es nicht mehr, damit nichts vom anderen überschrieben wird.',
  ],
  [
    'What was drawn here and not saved is still on this computer; it is found when the picture is hosted here again.',
    'Was hier gezeichnet und nicht gespeichert wurde, ist weiter auf diesem Computer; es findet sich, wenn das Bild hier wieder eröffnet wird.',
  ],
  ['This picture is not there any more.', 'Dieses Bild ist nicht mehr da.'],
  [
    'This picture was deleted. Bring it back first to open it.',
    'Dieses Bild wurde gelöscht. Um es zu öffnen, bitte zuerst zurückholen.',
  ],
  [
    'This picture was deleted while it was open here.',
    'Dieses Bild wurde gelöscht, während es hier offen war.',
  ],
  ['This picture was removed for good.', 'Dieses Bild wurde endgültig entfernt.'],
  [
    'This picture is changed by others all the time. Try again in a moment.',
    'Dieses Bild wird fortwährend von anderen geändert. Bitte in einem Augenblick noch einmal versuchen.',
  ],
  [
    'Another copy of Gesso is writing this picture all the time. Try again in a moment.',
    'Ein anderes Gesso schreibt fortwährend an diesem Bild. Bitte in einem Augenblick noch einmal versuchen.',
  ],
  [
    'Another computer has this picture open. What was drawn here is kept until it is closed there.',
    'Ein anderer Computer hat dieses Bild offen. Was hier gezeichnet wurde, wird aufbewahrt, bis es dort geschlossen ist.',
  ],
  [
    'The journal of this picture is open in this Gesso already. Close it there first.',
    'Das Journal dieses Bildes ist in diesem Gesso schon offen. Bitte zuerst dort schließen.',
  ],
  [
    'Another Gesso hosts pictures from {folder} already, and only one can at a time. {*reason}',
    'Aus {folder} eröffnet schon ein anderes Gesso Bilder, und nur eines kann es zur selben Zeit. {reason}',
  ],
  [
    'Another Gesso is just opening this in {folder}. Try again in a moment.',
    'Ein anderes Gesso öffnet dies gerade in {folder}. Bitte in einem Augenblick noch einmal versuchen.',
  ],
  [
    'It is open in another Gesso (process {pid} on {computer}). Close it there first; if that computer or process is gone for good, remove the file {file}.',
    'Es ist in einem anderen Gesso offen (Prozess {pid} auf {computer}). Bitte zuerst dort schließen; gibt es jenen Computer oder Prozess nicht mehr, bitte die Datei {file} entfernen.',
  ],
  [
    '{*reason} Close every picture that is hosted here; then host again.',
    '{reason} Bitte jedes Bild schließen, das hier eröffnet ist; dann noch einmal eröffnen.',
  ],

  // Saving
  [
    'Saving the picture: {done} {*whole} are written.',
    'Das Bild wird gespeichert: {done} {whole} sind geschrieben.',
  ],
  ['of {*total}', 'von {total}'],
  ['about {*total}', 'etwa {total}'],
  ['{megabytes} MB', '{megabytes} MB'],
  ['{kilobytes} kB', '{kilobytes} kB'],
  ['It should have been saved minutes ago.', 'Es hätte schon vor Minuten gespeichert sein sollen.'],
  [
    'The save was given up because Gesso ends; it is made up for at the next start.',
    'Das Speichern wurde aufgegeben, weil Gesso endet; beim nächsten Start wird es nachgeholt.',
  ],
  [
    'Could not be saved: {*reason} What was drawn is kept on this computer.',
    'Konnte nicht gespeichert werden: {reason} Das Gezeichnete ist auf diesem Computer aufbewahrt.',
  ],
  ['Not saved yet: {*reason}', 'Noch nicht gespeichert: {reason}'],
  [
    "This picture can't be saved: its layers have more than {tiles} painted squares together. Remove a layer, or undo.",
    'Dieses Bild kann nicht gespeichert werden: Seine Ebenen haben zusammen mehr als {tiles} bemalte Quadrate. Bitte eine Ebene löschen oder etwas rückgängig machen.',
  ],
  [
    'More was drawn at once than a picture can keep open to undo.',
    'Es wurde mehr auf einmal gezeichnet, als ein Bild zum Rückgängigmachen behalten kann.',
  ],
  [
    'This picture is being saved by a run that began before, and whose end is not known here. Nothing of it is lost; Gesso saves it again by itself, within a minute.',
    'Dieses Bild wird von einem Lauf gespeichert, der vorher begann und dessen Ende hier nicht bekannt ist. Nichts davon ist verloren; Gesso speichert es innerhalb einer Minute von selbst noch einmal.',
  ],
  [
    'Gesso is closing: what is not saved yet is kept on this computer and saved when it starts again.',
    'Gesso wird geschlossen: Was noch nicht gespeichert ist, wird auf diesem Computer aufbewahrt und beim nächsten Start gespeichert.',
  ],
  [
    'There is no picture at all where pictures are kept. If that disk is not connected now, connect it; what was drawn is kept on this computer.',
    'Wo Bilder aufbewahrt werden, ist gar kein Bild. Falls jene Festplatte gerade nicht verbunden ist, bitte verbinden; das Gezeichnete ist auf diesem Computer aufbewahrt.',
  ],
  [
    'What was drawn here last in “{title}” is not in that picture, which went on without it. It is kept on this computer; open the picture to keep it as a copy.',
    'Was hier zuletzt in „{title}“ gezeichnet wurde, ist nicht in jenem Bild, das ohne es weiterging. Es ist auf diesem Computer aufbewahrt; um es als Kopie zu behalten, bitte das Bild öffnen.',
  ],
  [
    'Writing the picture came no further for {seconds} s.',
    'Das Schreiben des Bildes kam {seconds} s lang nicht weiter.',
  ],

  // Unsaved work
  [
    'That unsaved work is not offered any more; it was kept or thrown away.',
    'Diese nicht gespeicherte Arbeit wird nicht mehr angeboten; sie wurde behalten oder verworfen.',
  ],
  [
    'The unsaved work is being kept or thrown away already. Wait a moment.',
    'Die nicht gespeicherte Arbeit wird schon behalten oder verworfen. Bitte einen Augenblick warten.',
  ],
  [
    'There is no unsaved work that could be kept as a copy.',
    'Es gibt keine nicht gespeicherte Arbeit, die als Kopie behalten werden könnte.',
  ],
  [
    'There is no unsaved work that could be thrown away.',
    'Es gibt keine nicht gespeicherte Arbeit, die verworfen werden könnte.',
  ],
  [
    'What was drawn here and did not get into the picture that goes on can be kept as a picture of its own.',
    'Was hier gezeichnet wurde und nicht in das Bild kam, das weitergeht, kann als eigenes Bild behalten werden.',
  ],
  [
    'This picture was continued elsewhere. What was drawn on this computer before and is not in it (updates: {count}, kept here since {day}) can be kept as a picture of its own.',
    'Dieses Bild wurde anderswo fortgesetzt. Was vorher auf diesem Computer gezeichnet wurde und nicht darin ist (Änderungen: {count}, hier aufbewahrt seit {day}), kann als eigenes Bild behalten werden.',
  ],
  [
    'The history of this picture can’t be read, so the copy can’t be painted.',
    'Der Verlauf dieses Bildes ist nicht zu lesen, darum kann die Kopie nicht gemalt werden.',
  ],
  [
    '{*reason} It can’t be kept as a picture of its own; what there is stays as {file}.',
    '{reason} Es kann nicht als eigenes Bild behalten werden; was da ist, bleibt als {file}.',
  ],

  // Opening, and what was repaired
  ["This picture can't be opened. {*reason}", 'Dieses Bild kann nicht geöffnet werden. {reason}'],
  [
    'The picture was opened as it was saved before that, at update {seq}.',
    'Das Bild wurde geöffnet, wie es davor gespeichert war, bei Änderung {seq}.',
  ],
  [
    "The picture was opened at update {seq}; later ones can't be read, and older ones can't be undone any more.",
    'Das Bild wurde bei Änderung {seq} geöffnet; spätere sind nicht zu lesen, und frühere lassen sich nicht mehr rückgängig machen.',
  ],
  ["Updates of this picture can't be read: {*why}.", 'Änderungen dieses Bildes sind nicht zu lesen ({why}).'],
  [
    "The last updates of this picture can't be read: {*reason}",
    'Die letzten Änderungen dieses Bildes sind nicht zu lesen: {reason}',
  ],
  [
    "The history of this picture can't be read. {*reason}",
    'Der Verlauf dieses Bildes ist nicht zu lesen. {reason}',
  ],
  ["A list of its {*what} can't be read: {*why}.", 'Eine Liste ({what}) ist nicht zu lesen ({why}).'],
  ['tiles', 'Kacheln'],
  ['painters', 'Beteiligte'],
  ['history', 'Verlauf'],
  ['left-out updates', 'ausgelassene Änderungen'],
  [
    "Its table of contents in {file} can't be read: {*why}.",
    'Sein Inhaltsverzeichnis in {file} ist nicht zu lesen ({why}).',
  ],
  [
    'The square of {side} pixels {*place} could not be read from pack {pack}: {*why}. It is left blank.',
    'Das Quadrat von {side} Pixeln {place} war nicht aus dem Paket {pack} zu lesen ({why}). Es bleibt leer.',
  ],
  [
    'The square of {side} pixels {*place} could not be found, because a table of contents is damaged. It is left blank.',
    'Das Quadrat von {side} Pixeln {place} war nicht zu finden, weil ein Inhaltsverzeichnis beschädigt ist. Es bleibt leer.',
  ],
  ['at {x}, {y} of the layer “{name}”', 'bei {x}, {y} der Ebene „{name}“'],
  [
    '{*what} was saved by a newer version of Gesso. Update Gesso to open it.',
    '{what} wurde von einer neueren Version von Gesso gespeichert. Zum Öffnen bitte Gesso aktualisieren.',
  ],
  ['This picture', 'Dieses Bild'],
  [
    "{*what} was saved by a development version of Gesso, whose pictures can't be opened. Nothing of it was changed.",
    '{what} wurde von einer Entwicklungsversion von Gesso gespeichert, deren Bilder sich nicht öffnen lassen. Nichts davon wurde geändert.',
  ],
  ['{*what} is damaged: {*why}.', '{what} ist beschädigt ({why}).'],
  ['The head of this picture', 'Der Kopf dieses Bildes'],
  ['The table of contents of this picture', 'Das Inhaltsverzeichnis dieses Bildes'],
  ['A piece of this picture’s journal in the bucket', 'Ein Stück vom Journal dieses Bildes im Bucket'],
  [
    'What was drawn on this computer before and is not in this picture',
    'Was vorher auf diesem Computer gezeichnet wurde und nicht in diesem Bild ist,',
  ],
  [
    "What was drawn last in this picture can't be read: {*reason}",
    'Was in diesem Bild zuletzt gezeichnet wurde, ist nicht zu lesen: {reason}',
  ],
  [
    'What was drawn last was not saved with the picture yet. It was brought back from the bucket.',
    'Was zuletzt gezeichnet wurde, war noch nicht mit dem Bild gespeichert. Es wurde aus dem Bucket zurückgeholt.',
  ],
  [
    'The journal of this computer brought back what was drawn since, up to update {seq}.',
    'Das Journal dieses Computers hat zurückgebracht, was seither gezeichnet wurde, bis Änderung {seq}.',
  ],
  ['The journal as it was is kept as {files}.', 'Das Journal, wie es war, ist als {files} aufbewahrt.'],
  [
    'Some of what was drawn last (updates: {updates}) needs more memory than this computer has.',
    'Manches von dem, was zuletzt gezeichnet wurde (Änderungen: {updates}), braucht mehr Speicher, als dieser Computer hat.',
  ],
  ['It was left out; everything else is here.', 'Es wurde ausgelassen; alles andere ist hier.'],
  [
    'The last {bytes} bytes of the journal, after update {seq}, had not been written completely and were cut off.',
    'Die letzten {bytes} Byte des Journals, nach Änderung {seq}, waren nicht vollständig geschrieben und wurden abgeschnitten.',
  ],
  [
    '{bytes} bytes of the journal after update {after} {*how}; the updates up to {seq} were read.',
    '{bytes} Byte des Journals nach Änderung {after} {how}; die Änderungen bis {seq} wurden gelesen.',
  ],
  ['are damaged', 'sind beschädigt'],
  ['can’t be used', 'sind nicht zu gebrauchen'],
  [
    'The journal did not say of which hosting its first updates are, and does now.',
    'Das Journal sagte nicht, aus welcher Sitzung seine ersten Änderungen sind; jetzt sagt es das.',
  ],
  ['What was there before is kept as {file}.', 'Was vorher da war, ist als {file} aufbewahrt.'],
  ['What was there is kept as {file}.', 'Was da war, ist als {file} aufbewahrt.'],
  [
    'The last {bytes} bytes of the journal file {file} were being written when this computer stopped, and were cut off.',
    'Die letzten {bytes} Byte der Journaldatei {file} wurden gerade geschrieben, als dieser Computer stehen blieb, und wurden abgeschnitten.',
  ],
  [
    'The journal file {file} was being begun when this computer stopped.',
    'Die Journaldatei {file} wurde gerade begonnen, als dieser Computer stehen blieb.',
  ],
  [
    '{bytes} bytes of the journal file {file} are damaged, and nobody can tell which picture they belonged to.',
    '{bytes} Byte der Journaldatei {file} sind beschädigt, und niemand weiß, zu welchem Bild sie gehörten.',
  ],
  [
    'The journal file {file} is missing. If somebody moved it away, put it back before anything else is hosted.',
    'Die Journaldatei {file} fehlt. Falls sie verschoben wurde, bitte zurücklegen, bevor etwas anderes eröffnet wird.',
  ],
  [
    'The journal file {file} became shorter while it was read. Check that nothing else changes the files in that folder.',
    'Die Journaldatei {file} wurde kürzer, während sie gelesen wurde. Bitte prüfen, ob etwas anderes die Dateien in jenem Ordner ändert.',
  ],
  [
    'The journal of this computer was written by a newer version of Gesso. Update Gesso here, then host again; nothing was changed.',
    'Das Journal dieses Computers wurde von einer neueren Version von Gesso geschrieben. Bitte Gesso hier aktualisieren und dann noch einmal eröffnen; nichts wurde geändert.',
  ],
  [
    'The journal of this picture was written by a newer version of Gesso. Update Gesso on this computer, then open the picture again; nothing was changed.',
    'Das Journal dieses Bildes wurde von einer neueren Version von Gesso geschrieben. Bitte Gesso auf diesem Computer aktualisieren und dann das Bild noch einmal öffnen; nichts wurde geändert.',
  ],
  [
    'A piece of the journal in the bucket ({place}) can’t be read.',
    'Ein Stück des Journals im Bucket ({place}) ist nicht zu lesen.',
  ],
  [
    'What the bucket has after update {seq} can’t be used, because something before it is missing.',
    'Was der Bucket nach Änderung {seq} hat, ist nicht zu gebrauchen, weil etwas davor fehlt.',
  ],
  [
    'What was written to the bucket can’t be looked up now.',
    'Was in den Bucket geschrieben wurde, lässt sich gerade nicht nachsehen.',
  ],
  [
    'The journal of this computer does not have updates {from} to {to} of this picture any more. What was saved of them is in the picture’s history.',
    'Das Journal dieses Computers hat die Änderungen {from} bis {to} dieses Bildes nicht mehr. Was davon gespeichert wurde, ist im Verlauf des Bildes.',
  ],

  // Why something is damaged
  ['its checksum is wrong', 'die Prüfsumme stimmt nicht'],
  ['it is something else', 'es ist etwas anderes'],
  ['it has only {bytes} bytes', 'es sind nur {bytes} Byte'],
  ['it says what can’t be', 'es steht Unmögliches darin'],
  ['the file {name} is missing', 'die Datei {name} fehlt'],
  ['the file {name} is damaged', 'die Datei {name} ist beschädigt'],
  ['the file is missing or unreadable', 'die Datei fehlt oder ist nicht zu lesen'],
  ['the file ends too early', 'die Datei endet zu früh'],
  ['its content doesn’t fit its name', 'der Inhalt passt nicht zum Namen'],

  // Making and naming
  [
    "A picture's sides are {min} to {max} pixels, not {width} × {height}.",
    'Die Seiten eines Bildes haben {min} bis {max} Pixel, nicht {width} × {height}.',
  ],
  [
    'A title is one line of text, not empty and at most {bytes} bytes long.',
    'Ein Titel ist eine Zeile Text, nicht leer und höchstens {bytes} Byte lang.',
  ],
  ['There is a picture {id} already.', 'Ein Bild {id} gibt es schon.'],
  [
    'Its head is too long to be kept, so this picture can’t be deleted. Remove its folder by hand.',
    'Sein Kopf ist zu lang, um aufbewahrt zu werden, darum kann dieses Bild nicht gelöscht werden. Bitte seinen Ordner von Hand entfernen.',
  ],
]
