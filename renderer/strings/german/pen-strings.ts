import type { Catalogue } from '../english.ts'

/** Preferences of the pen, and the test of the tablet. */
export const penStrings: Catalogue['pen'] = {
  curve: 'Druckkurve',
  presets: 'Kurven zum Anfangen',
  curves: { soft: 'Weich', straight: 'Gerade', firm: 'Fest' },
  handles: { low: 'Leichter Druck', high: 'Starker Druck' },
  becomes: (pressure, result) => `${pressure} % werden ${result} %`,
  explained:
    'Der Druck geht durch diese Kurve, bevor ein Pinsel ihn sieht. Weich passt zu einer leichten Hand, fest zu einer schweren. Die beiden Griffe ziehen oder mit den Pfeiltasten bewegen.',
  test: 'Stift ausprobieren',
  pad: 'Probierfeld',
  clear: 'Leeren',
  verdicts: {
    nothing: 'Hier eine Linie ziehen, leicht und kräftig. Was vom Stift ankommt, steht darunter.',
    mouse: 'Bisher ist nur eine Maus zu sehen.',
    touch: 'Bisher ist nur ein Finger zu sehen.',
    hovering: 'Ein Stift ist zu sehen. Eine Linie damit ziehen.',
    drawing: 'Ein Stift ist zu sehen. Weiter zeichnen, leicht und kräftig.',
    constant: 'Ein Stift ist zu sehen, aber sein Druck bleibt immer gleich.',
  },
  pressureSeen: (least, most) => `Der Druck kommt an: bisher von ${least} % bis ${most} %.`,
  checks: {
    nothing: [],
    mouse: [
      'Wenn es ein Stift war: Ist das Tablett angeschlossen oder gekoppelt, und läuft sein Treiber?',
      'Windows: „Windows Ink verwenden“ im Treiber einschalten. Ohne das ist der Stift für dieses Programm eine Maus.',
      'Linux: Das Tablett muss in den Einstellungen des Systems stehen, nicht nur als Zeiger.',
    ],
    touch: [
      'Ein Stift, den der Bildschirm für einen Finger hält, hat keinen Druck: Ist er geladen und für diesen Bildschirm gemacht?',
    ],
    hovering: [],
    drawing: [],
    constant: [
      'Windows: „Windows Ink verwenden“ im Treiber einschalten, bei Wacom in den Eigenschaften des Tabletts unter „Zuordnung“.',
      'Wacom: In den Eigenschaften des Stifts ist das Spitzengefühl eingestellt, und für Gesso gelten keine fremden Einstellungen.',
      'macOS: Den Treiber in seinem eigenen Programm neu starten; das System muss ihm erlauben, Eingaben zu sehen.',
      'Im Browser: Einen anderen versuchen. Nicht jeder gibt den Druck weiter.',
    ],
    pressure: [],
  },
  also: (tilt, eraser) => `${tilt} ${eraser}`,
  tiltSeen: (degrees) => `Die Neigung kommt an, bis zu ${degrees}°.`,
  noTilt: 'Bisher keine Neigung.',
  eraserSeen: 'Das Radiererende kommt an.',
  noEraser: 'Das Radiererende wurde noch nicht benutzt.',
}
