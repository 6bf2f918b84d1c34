import type { SpokenPair } from '../spoken.ts'

/** The app around a session: its settings, secrets and checks. */
export const spokenByApp: readonly SpokenPair[] = [
  ['Something went wrong inside Gesso: {what}', 'In Gesso ging etwas schief: {what}'],
  [
    '“{title}” is being hosted. End that session first.',
    '„{title}“ ist gerade eröffnet. Bitte zuerst jene Sitzung beenden.',
  ],
  [
    '“{title}” is being hosted. End that session before you change where pictures are kept.',
    '„{title}“ ist gerade eröffnet. Bitte jene Sitzung beenden, bevor geändert wird, wo Bilder aufbewahrt werden.',
  ],
  [
    'The system’s keychain does not give back the secret access key. Unlock it, or enter the secret again under “Where pictures are kept”.',
    'Der Schlüsselbund des Systems gibt den geheimen Zugangsschlüssel nicht heraus. Bitte entsperren oder das Geheimnis unter „Wo Bilder aufbewahrt werden“ neu eintragen.',
  ],
  [
    'The secret access key is not kept on this computer. Enter it under “Where pictures are kept”.',
    'Der geheime Zugangsschlüssel ist nicht auf diesem Computer aufbewahrt. Bitte unter „Wo Bilder aufbewahrt werden“ eintragen.',
  ],
  ['Choose the folder with “Choose a folder”.', 'Bitte den Ordner mit „Ordner wählen“ wählen.'],
  ['{*what} is missing.', '{what} fehlt.'],
  ['{*what} is text, not {value}.', '{what} ist Text, nicht {value}.'],
  [
    '{*what} has at most {max} bytes; {value} has {bytes}.',
    '{what} hat höchstens {max} Byte; {value} hat {bytes}.',
  ],
  ['{*what} is one line without control characters.', '{what} ist eine Zeile ohne Steuerzeichen.'],
  [
    '{*what} is a whole number from {min} to {max}, not {value}.',
    '{what} ist eine ganze Zahl von {min} bis {max}, nicht {value}.',
  ],
  ['A title', 'Ein Titel'],
  ['A name', 'Ein Name'],
  ['A colour', 'Eine Farbe'],
  ["A picture's side", 'Die Seite eines Bildes'],
  [
    'Only text of at most {max} characters can be copied, not {value}.',
    'Nur Text von höchstens {max} Zeichen kann kopiert werden, nicht {value}.',
  ],
  ['The bucket’s settings are missing.', 'Die Einstellungen des Buckets fehlen.'],
  [
    'A bucket’s name has 3 to 63 small letters, digits, dots and hyphens, unlike {value}.',
    'Der Name eines Buckets hat 3 bis 63 Kleinbuchstaben, Ziffern, Punkte und Bindestriche, anders als {value}.',
  ],
  [
    'A folder in a bucket has at most {max} letters, digits, “.”, “_” and “-”, with “/” between folders, unlike {value}.',
    'Ein Ordner in einem Bucket hat höchstens {max} Buchstaben, Ziffern, „.“, „_“ und „-“, mit „/“ zwischen Ordnern, anders als {value}.',
  ],
  [
    'A secret access key has 1 to {max} letters, digits and signs, without blanks.',
    'Ein geheimer Zugangsschlüssel hat 1 bis {max} Buchstaben, Ziffern und Zeichen, ohne Leerzeichen.',
  ],
  [
    'A session token has at most {max} letters, digits and signs, without blanks.',
    'Ein Sitzungstoken hat höchstens {max} Buchstaben, Ziffern und Zeichen, ohne Leerzeichen.',
  ],
  [
    'A folder is given from the top of the disk, unlike {value}.',
    'Ein Ordner wird von der obersten Ebene der Festplatte an angegeben, anders als {value}.',
  ],
  [
    'An endpoint is http:// or https://, a name and maybe a port, as https://s3.example.org:9000, unlike {value}.',
    'Ein Endpunkt ist http:// oder https://, ein Name und vielleicht ein Port, wie https://s3.example.org:9000, anders als {value}.',
  ],
  [
    'A region has 1 to 40 letters, digits and hyphens, as us-east-1, unlike {value}.',
    'Eine Region hat 1 bis 40 Buchstaben, Ziffern und Bindestriche, wie us-east-1, anders als {value}.',
  ],
  [
    'An access key id has 1 to {max} letters, digits and signs, without blanks.',
    'Eine Zugangsschlüssel-ID hat 1 bis {max} Buchstaben, Ziffern und Zeichen, ohne Leerzeichen.',
  ],
]
