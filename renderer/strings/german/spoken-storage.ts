import type { SpokenPair } from '../spoken.ts'

/** Disks, buckets, the list of what is to be saved, ports. */
export const spokenOfStorage: readonly SpokenPair[] = [
  [
    'The disk is full: Gesso could not {*deed} in {folder}. Make room on that disk; Gesso tries again by itself.',
    'Die Festplatte ist voll: Gesso konnte in {folder} {deed}. Bitte dort Platz schaffen; Gesso versucht es von selbst wieder.',
  ],
  [
    'Gesso may not {*deed} in {folder} ({code}). Allow your user to write there, or choose another folder.',
    'Gesso darf in {folder} {deed} ({code}). Bitte das Schreiben dort erlauben oder einen anderen Ordner wählen.',
  ],
  [
    'Gesso could not {*deed} in {folder} ({code}). Check that the disk is connected and works.',
    'Gesso konnte in {folder} {deed} ({code}). Bitte prüfen, ob die Festplatte verbunden ist und arbeitet.',
  ],
  ['remove the kept secret', 'das aufbewahrte Geheimnis nicht entfernen'],
  ['make a folder', 'keinen Ordner anlegen'],
  ['remove a file', 'eine Datei nicht entfernen'],
  ['remove a lock', 'eine Sperre nicht entfernen'],
  ['look for the journal', 'das Journal nicht suchen'],
  ['list the journal', 'das Journal nicht auflisten'],
  ['read the journal', 'das Journal nicht lesen'],
  ['make room for the journal', 'keinen Platz für das Journal schaffen'],
  ['write the journal', 'das Journal nicht schreiben'],
  ['make the journal durable', 'das Journal nicht dauerhaft machen'],
  ['remove a journal file', 'eine Journaldatei nicht entfernen'],
  ['keep a part of the journal', 'ein Stück des Journals nicht aufbewahren'],
  ['keep work that is in no picture', 'Arbeit, die in keinem Bild ist, nicht aufbewahren'],
  ['look for work that is in no picture', 'Arbeit, die in keinem Bild ist, nicht suchen'],
  ['read work that is in no picture', 'Arbeit, die in keinem Bild ist, nicht lesen'],
  ['remove work that is a picture of its own now', 'Arbeit, die jetzt ein eigenes Bild ist, nicht entfernen'],
  ['close the journal', 'das Journal nicht schließen'],
  ['look for its files', 'die Dateien darin nicht suchen'],
  ['read {file}', '{file} nicht lesen'],
  ['write {file}', '{file} nicht schreiben'],
  ['rename {file}', '{file} nicht umbenennen'],
  [
    'There are too many files {path}…; remove some.',
    'Es gibt zu viele Dateien {path}…; bitte einige entfernen.',
  ],
  ['{file} was changed by another Gesso.', '{file} wurde von einem anderen Gesso geändert.'],
  [
    'The file {file} has {bytes} bytes; at most {max} make sense.',
    'Die Datei {file} hat {bytes} Byte; sinnvoll sind höchstens {max}.',
  ],
  ["The file {file} can't be read from {folder}.", 'Die Datei {file} ist nicht aus {folder} zu lesen.'],
  [
    '{file} could not be understood ({*why}) and was set aside as {aside}.',
    '{file} war nicht zu verstehen ({why}) und wurde als {aside} beiseitegelegt.',
  ],
  [
    'Where this picture is kept did not answer for {seconds} seconds. Gesso tries again by itself.',
    'Der Ort, an dem dieses Bild aufbewahrt wird, hat {seconds} Sekunden lang nicht geantwortet. Gesso versucht es von selbst wieder.',
  ],
  [
    'Gesso does not work with this place for pictures any more.',
    'Gesso arbeitet nicht mehr mit diesem Ort für Bilder.',
  ],
  [
    "The picture's thread can't answer: {why}.",
    'Der Teil von Gesso, der dieses Bild malt, kann nicht antworten ({why}).',
  ],
  [
    'The guest page is missing: there is no index.html in {folder}. Build Gesso again.',
    'Die Seite für Gäste fehlt: In {folder} ist keine index.html. Bitte Gesso neu bauen.',
  ],
  [
    'This computer is in no network now, so the invite works on this computer only.',
    'Dieser Computer ist gerade in keinem Netzwerk, darum gilt die Einladung nur auf diesem Computer.',
  ],
  [
    'No port could be opened {*where} ({code}). Try again.',
    'Es konnte {where} kein Port geöffnet werden ({code}). Bitte noch einmal versuchen.',
  ],
  ['on this computer', 'auf diesem Computer'],
  ['for the network', 'für das Netzwerk'],

  // Buckets
  ['Gesso could not {*deed}: {*why}', 'Gesso konnte {deed}: {why}'],
  ['list {*bucket}', '{bucket} nicht auflisten'],
  ['read from {*bucket}', 'aus {bucket} nicht lesen'],
  ['write to {*bucket}', 'in {bucket} nicht schreiben'],
  ['remove from {*bucket}', 'aus {bucket} nichts entfernen'],
  ['the bucket “{name}” {*where}', 'Bucket „{name}“ {where}'],
  ["in Amazon's region {region}", 'in Amazons Region {region}'],
  ['at {endpoint}', 'bei {endpoint}'],
  [
    'there is no such bucket. Check its name, region and endpoint, or create it.',
    'Diesen Bucket gibt es nicht. Bitte Namen, Region und Endpunkt prüfen oder ihn anlegen.',
  ],
  [
    'the store says that there is nothing at this address. Check endpoint and bucket.',
    'Der Speicher sagt, dass an dieser Adresse nichts ist. Bitte Endpunkt und Bucket prüfen.',
  ],
  [
    "the access key is not permitted {action} there. Add it to the key's policy.",
    'Dem Zugangsschlüssel ist dort {action} nicht erlaubt. Bitte in seine Richtlinie aufnehmen.',
  ],
  [
    'no access key was entered, and none was found on this computer.',
    'Es wurde kein Zugangsschlüssel eingetragen, und auf diesem Computer fand sich keiner.',
  ],
  [
    "the store does not know this access key. Check the key's id.",
    'Der Speicher kennt diesen Zugangsschlüssel nicht. Bitte die ID des Schlüssels prüfen.',
  ],
  [
    'the secret does not belong to this access key. Copy the secret once more.',
    'Das Geheimnis gehört nicht zu diesem Zugangsschlüssel. Bitte das Geheimnis noch einmal kopieren.',
  ],
  [
    'the session token is wrong or has expired. Sign in again, or enter a new one.',
    'Das Sitzungstoken ist falsch oder abgelaufen. Bitte neu anmelden oder ein neues eintragen.',
  ],
  [
    "this computer's clock is {*off}. Set the clock.",
    'Die Uhr dieses Computers geht {off}. Bitte die Uhr stellen.',
  ],
  ['{*much} slow', '{much} nach'],
  ['{*much} fast', '{much} vor'],
  ['{count} minutes', '{count} Minuten'],
  ['{count} hours', '{count} Stunden'],
  [
    "This computer's clock is {count} minutes {*way}; set it.",
    'Die Uhr dieses Computers geht {count} Minuten {way}; bitte stellen.',
  ],
  ['slow', 'nach'],
  ['fast', 'vor'],
  [
    'the bucket is in {*region}. Enter that region.',
    'Der Bucket ist in {region}. Bitte diese Region eintragen.',
  ],
  ['another region', 'einer anderen Region'],
  [
    'nothing answers there ({code}). Check the endpoint and the network.',
    'Dort antwortet nichts ({code}). Bitte Endpunkt und Netzwerk prüfen.',
  ],
  [
    "its certificate is not trusted ({code}). Check the endpoint's name and certificate.",
    'Seinem Zertifikat wird nicht vertraut ({code}). Bitte Namen und Zertifikat des Endpunkts prüfen.',
  ],
  [
    'the connection broke off. Check the network.',
    'Die Verbindung ist abgerissen. Bitte das Netzwerk prüfen.',
  ],
  [
    'there was no answer in time. Check the network.',
    'Es kam rechtzeitig keine Antwort. Bitte das Netzwerk prüfen.',
  ],
  [
    'the store asks for fewer requests. Try again a little later.',
    'Der Speicher bittet um weniger Anfragen. Bitte etwas später noch einmal versuchen.',
  ],
  [
    'the store has a problem of its own ({status}). Try again a little later.',
    'Der Speicher hat selbst ein Problem ({status}). Bitte etwas später noch einmal versuchen.',
  ],
  ['its quota is used up. Make room there.', 'Sein Kontingent ist verbraucht. Bitte dort Platz schaffen.'],
  ['the object was changed by another Gesso.', 'Das Objekt wurde von einem anderen Gesso geändert.'],
  ['the store does not know this request ({status}).', 'Der Speicher kennt diese Anfrage nicht ({status}).'],
  [
    'what answers there does not speak S3. Check the endpoint, http or https included.',
    'Was dort antwortet, spricht nicht S3. Bitte den Endpunkt prüfen, auch http oder https.',
  ],
  ['the connection was closed.', 'Die Verbindung wurde geschlossen.'],
  ['the store refused the request ({status}).', 'Der Speicher hat die Anfrage abgelehnt ({status}).'],
  [
    'All is well: pictures can be kept in {*bucket}, which answers within {ms} ms.',
    'Alles in Ordnung: In {bucket} können Bilder aufbewahrt werden; die Antwort kommt innerhalb von {ms} ms.',
  ],
  [
    'The store ignores conditional writes, so two hosts could spoil a picture in {*bucket}. Use a store that honours If-Match and If-None-Match.',
    'Der Speicher beachtet keine bedingten Schreibvorgänge, darum könnten zwei Gastgeber ein Bild in {bucket} verderben. Bitte einen Speicher benutzen, der If-Match und If-None-Match beachtet.',
  ],
  [
    "The store {*fault}, so pictures can't be kept in {*bucket}.",
    'Der Speicher {fault}, darum können in {bucket} keine Bilder aufbewahrt werden.',
  ],
  ['still lists objects that were removed', 'führt Objekte noch auf, die entfernt wurden'],
  ['gives back something else than was written', 'gibt etwas anderes zurück, als geschrieben wurde'],
  [
    'The object {path} is damaged: its checksum is wrong.',
    'Das Objekt {path} ist beschädigt: Seine Prüfsumme ist falsch.',
  ],
  [
    'The object {path} has {bytes} bytes; at most {max} make sense.',
    'Das Objekt {path} hat {bytes} Byte; sinnvoll sind höchstens {max}.',
  ],
  [
    'The listing of {folder} in {*bucket} does not end. Choose another prefix for Gesso.',
    'Die Liste von {folder} in {bucket} endet nicht. Bitte für Gesso einen anderen Ordner im Bucket wählen.',
  ],
  [
    "A bucket's name has 3 to 63 of a-z, 0-9, '-' and '.', which {bucket} does not.",
    'Der Name eines Buckets hat 3 bis 63 Zeichen aus a-z, 0-9, „-“ und „.“, anders als {bucket}.',
  ],
  [
    "A region looks like eu-central-1 (for a store of one's own often us-east-1), not {region}.",
    'Eine Region sieht aus wie eu-central-1 (bei einem eigenen Speicher oft us-east-1), nicht wie {region}.',
  ],
  [
    'An endpoint is an address like https://storage.example.org:9000, without a user or password.',
    'Ein Endpunkt ist eine Adresse wie https://storage.example.org:9000, ohne Benutzer und Kennwort.',
  ],
  [
    'The endpoint {endpoint} is followed by a path; the folder in the bucket is the prefix.',
    'Auf den Endpunkt {endpoint} folgt ein Pfad; der Ordner im Bucket gehört in das Feld dafür.',
  ],
  [
    "A prefix is folders like team/gesso of letters, digits and -_.!*'(), not {prefix}.",
    "Ein Ordner im Bucket ist wie team/gesso aus Buchstaben, Ziffern und -_.!*'(), nicht {prefix}.",
  ],
  [
    'The access key or its secret is empty or has spaces in it. Copy both once more.',
    'Der Zugangsschlüssel oder sein Geheimnis ist leer oder enthält Leerzeichen. Bitte beide noch einmal kopieren.',
  ],

  // The list of what is to be saved
  [
    'The disk is full: Gesso could not write the list of what is to be saved ({file}). Make room on that disk; Gesso tries again by itself.',
    'Die Festplatte ist voll: Gesso konnte die Liste dessen, was zu speichern ist, nicht schreiben ({file}). Bitte dort Platz schaffen; Gesso versucht es von selbst wieder.',
  ],
  [
    'Another program is using the list of what is to be saved ({file}). Close it; Gesso tries again by itself.',
    'Ein anderes Programm benutzt die Liste dessen, was zu speichern ist ({file}). Bitte schließen; Gesso versucht es von selbst wieder.',
  ],
  [
    'Gesso may not write the list of what is to be saved ({file}). Allow your user to write that file and its folder.',
    'Gesso darf die Liste dessen, was zu speichern ist, nicht schreiben ({file}). Bitte das Schreiben dieser Datei und ihres Ordners erlauben.',
  ],
  [
    'The list of what is to be saved ({file}) is damaged. Gesso puts it aside and makes a new one from the pictures.',
    'Die Liste dessen, was zu speichern ist ({file}), ist beschädigt. Gesso legt sie beiseite und macht aus den Bildern eine neue.',
  ],
  [
    'Gesso could not use the list of what is to be saved ({file}; {code}). Check that its disk is connected and works; Gesso tries again by itself.',
    'Gesso konnte die Liste dessen, was zu speichern ist, nicht benutzen ({file}; {code}). Bitte prüfen, ob ihre Festplatte verbunden ist und arbeitet; Gesso versucht es von selbst wieder.',
  ],
  [
    'The list of what is to be saved does not answer, so the picture is saved without it.',
    'Die Liste dessen, was zu speichern ist, antwortet nicht, darum wird das Bild ohne sie gespeichert.',
  ],
  ['The list of what is to be saved is closed.', 'Die Liste dessen, was zu speichern ist, ist geschlossen.'],
  [
    "The thread that keeps the list of what is to be saved can't answer: {why}. Gesso begins another.",
    'Der Teil von Gesso, der die Liste dessen führt, was zu speichern ist, kann nicht antworten ({why}). Gesso beginnt einen neuen.',
  ],
  [
    'A newer Gesso made the list of what is to be saved (version {version}, this one reads up to {max}). Update Gesso and open it again; nothing was changed.',
    'Ein neueres Gesso hat die Liste dessen gemacht, was zu speichern ist (Version {version}, dieses liest bis {max}). Bitte Gesso aktualisieren und neu öffnen; nichts wurde geändert.',
  ],
  ['The list of what is to be saved', 'Die Liste dessen, was zu speichern ist,'],
  [
    '{*store} has not answered for {seconds} seconds. What is drawn is kept by its host, and Gesso tries again by itself.',
    '{store} hat {seconds} Sekunden lang nicht geantwortet. Das Gezeichnete bewahrt sein Gastgeber auf, und Gesso versucht es von selbst wieder.',
  ],
  [
    'The list of what is due (shard {shard}) is changed by others all the time. Gesso tries again by itself.',
    'Die Liste des Fälligen (Teil {shard}) wird fortwährend von anderen geändert. Gesso versucht es von selbst wieder.',
  ],
  [
    'More pictures wait to be written than can be listed. Gesso tries again by itself.',
    'Es warten mehr Bilder auf das Schreiben, als sich auflisten lassen. Gesso versucht es von selbst wieder.',
  ],
  [
    'The place of the list of what is due answers too slowly. Gesso tries again by itself.',
    'Der Ort der Liste des Fälligen antwortet zu langsam. Gesso versucht es von selbst wieder.',
  ],

  // The work on pictures besides drawing, as the log tells it
  [
    'Picture {id} could not be saved {*times}. Nothing of it is lost, and Gesso tries again by itself, more and more rarely. The last reason: {*reason}',
    'Das Bild {id} konnte {times} nicht gespeichert werden. Nichts davon ist verloren, und Gesso versucht es von selbst wieder, immer seltener. Der letzte Grund: {reason}',
  ],
  [
    'Picture {id} could not be saved {*times}, and Gesso tries again by itself. The reason: {*reason}',
    'Das Bild {id} konnte {times} nicht gespeichert werden, und Gesso versucht es von selbst wieder. Der Grund: {reason}',
  ],
  [
    'Picture {id} could not get its preview {*times}. Nothing of it is lost, and Gesso tries again by itself, more and more rarely. The last reason: {*reason}',
    'Das Bild {id} konnte {times} keine Vorschau bekommen. Nichts davon ist verloren, und Gesso versucht es von selbst wieder, immer seltener. Der letzte Grund: {reason}',
  ],
  [
    'Picture {id} could not get its preview {*times}, and Gesso tries again by itself. The reason: {*reason}',
    'Das Bild {id} konnte {times} keine Vorschau bekommen, und Gesso versucht es von selbst wieder. Der Grund: {reason}',
  ],
  [
    'Picture {id} could not have its history tidied up {*times}. Nothing of it is lost, and Gesso tries again by itself, more and more rarely. The last reason: {*reason}',
    'Das Bild {id} konnte {times} nicht im Verlauf aufgeräumt werden. Nichts davon ist verloren, und Gesso versucht es von selbst wieder, immer seltener. Der letzte Grund: {reason}',
  ],
  [
    'Picture {id} could not have its history tidied up {*times}, and Gesso tries again by itself. The reason: {*reason}',
    'Das Bild {id} konnte {times} nicht im Verlauf aufgeräumt werden, und Gesso versucht es von selbst wieder. Der Grund: {reason}',
  ],
  [
    'Picture {id} was deleted long ago and could not be removed {*times}. Nothing of it is lost, and Gesso tries again by itself, more and more rarely. The last reason: {*reason}',
    'Das Bild {id} wurde vor langem gelöscht und konnte {times} nicht entfernt werden. Nichts davon ist verloren, und Gesso versucht es von selbst wieder, immer seltener. Der letzte Grund: {reason}',
  ],
  [
    'Picture {id} was deleted long ago and could not be removed {*times}, and Gesso tries again by itself. The reason: {*reason}',
    'Das Bild {id} wurde vor langem gelöscht und konnte {times} nicht entfernt werden, und Gesso versucht es von selbst wieder. Der Grund: {reason}',
  ],
  ['once', 'einmal'],
  ['{count} times in a row', '{count}-mal hintereinander'],
  ['now', 'jetzt'],
]
