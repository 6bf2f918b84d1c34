/** Preferences of the pen, and the test of the tablet. */
export const penStrings = {
  curve: 'Pressure curve',
  presets: 'Curves to begin with',
  curves: { soft: 'Soft', straight: 'Straight', firm: 'Firm' },
  handles: { low: 'Light pressure', high: 'Strong pressure' },
  becomes: (pressure: number, result: number) => `${pressure} % becomes ${result} %`,
  explained:
    'Pressure goes through this curve before any brush sees it. Soft suits a light hand, firm a heavy one. Drag the two handles, or move them by the arrow keys.',
  test: 'Try the pen',
  pad: 'Scratch pad',
  clear: 'Clear',
  verdicts: {
    nothing: 'Draw a line here, light and strong. What arrives of the pen is told below.',
    mouse: 'Only a mouse has been seen.',
    touch: 'Only a finger has been seen.',
    hovering: 'A pen has been seen. Draw a line with it.',
    drawing: 'A pen has been seen. Draw on, light and strong.',
    constant: 'A pen has been seen, but its pressure stays the same.',
  },
  pressureSeen: (least: number, most: number) => `Pressure arrives: from ${least} % to ${most} % so far.`,
  checks: {
    nothing: [],
    mouse: [
      'With a pen in hand: is the tablet plugged in or paired, and its driver installed and running?',
      'Windows: switch on “Use Windows Ink” in the driver. Without it, the pen is a mouse for this program.',
      'Linux: the tablet has to be listed in the settings of the system, not only as a pointer.',
    ],
    touch: [
      'A pen that the screen takes for a finger has no pressure: check that it is charged and made for this screen.',
    ],
    hovering: [],
    drawing: [],
    constant: [
      'Windows: switch on “Use Windows Ink” in the driver, for Wacom in the properties of the tablet under Mapping.',
      'Wacom: in the properties of the pen, “Tip feel” is set, and no other program’s settings are in use for Gesso.',
      'macOS: restart the driver in its own program; the system has to allow it to see the input.',
      'In a browser: try another one. Not every browser hands the pressure on.',
    ],
    pressure: [],
  },
  also: (tilt: string, eraser: string) => `${tilt} ${eraser}`,
  tiltSeen: (degrees: number) => `Tilt arrives, up to ${degrees}°.`,
  noTilt: 'No tilt so far.',
  eraserSeen: 'The eraser’s end arrives.',
  noEraser: 'The eraser’s end was not used so far.',
} as const
