// As much of XML as an OpenRaster file's list of layers needs: elements with attributes. Text between them is passed over.
// Declarations of types are refused, and with them every entity but the five that XML has itself: they are how a small file
// becomes gigabytes or asks for other files.

export interface XmlElement {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
}

/** What is no such XML, or nested deeper than allowed. */
export class XmlError extends Error {
  override readonly name = 'XmlError'
}

const passedOver = /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>/y
const tag = /<(\/?)([\w:.-]{1,64})((?:\s+[\w:.-]{1,64}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

interface OpenElement extends XmlElement {
  readonly children: XmlElement[]
}

/** The root of it. */
export function parseXml(text: string, depthMax: number): XmlElement {
  const open: OpenElement[] = []
  let root: XmlElement | undefined
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const skipped = matchAt(passedOver, text, at)
    if (skipped !== undefined) {
      at += skipped[0].length
      continue
    }
    const found = matchAt(tag, text, at)
    if (found === undefined) throw new XmlError(`no element: ${text.slice(at, at + 20)}`)
    const [whole, closing, name = '', attributes = '', empty] = found
    at += whole.length
    if (closing === '/') {
      if (open.pop()?.name !== name) throw new XmlError(`</${name}> closes nothing`)
      continue
    }
    const element = { name, attributes: readAttributes(attributes), children: [] }
    const parent = open.at(-1)
    if (parent !== undefined) parent.children.push(element)
    else if (root === undefined) root = element
    else throw new XmlError('two roots')
    if (empty !== '/') open.push(element)
    if (open.length > depthMax) throw new XmlError(`more than ${depthMax} elements within each other`)
  }
  if (root === undefined || open.length > 0) throw new XmlError('it ends too early')
  return root
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>()
  for (const [, name = '', double, single] of text.matchAll(attribute)) {
    attributes.set(name, readEntities(double ?? single ?? ''))
  }
  return attributes
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function readEntities(text: string): string {
  return text.replaceAll(/&(#x[\da-f]{1,6}|#\d{1,7}|\w*);?/gi, (whole, name: string) => {
    const code = name.startsWith('#x')
      ? Number.parseInt(name.slice(2), 16)
      : Number.parseInt(name.slice(1), 10)
    const known = name.startsWith('#') ? readCode(code) : entities[name]
    if (known === undefined || !whole.endsWith(';')) throw new XmlError(`what ${whole} means is not known`)
    return known
  })
}

function readCode(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

/** A value between quotes; what XML can't say is left out. */
export function writeXmlText(text: string): string {
  return text
    .replaceAll(/[\t\n\r]/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
