import { parseAst } from 'vite'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

interface Node {
  readonly type?: string
  readonly [key: string]: unknown
}

/** Attributes whose words a person sees or hears. */
const spokenAttributes = new Set([
  'title',
  'aria-label',
  'aria-description',
  'aria-roledescription',
  'aria-valuetext',
  'placeholder',
  'alt',
  'label',
  'heading',
  'hint',
])

/** Words in JSX that are in no catalogue: texts between tags, and texts of attributes that are seen or heard. */
function looseStrings(source: string): readonly string[] {
  const found: string[] = []
  const take = (text: string): void => {
    if (/\p{L}{2}/u.test(text)) found.push(text.trim())
  }
  /** Texts that stand here themselves: not those that are handed to something else. */
  const takeShown = (node: Node): void => {
    switch (node.type) {
      case 'Literal':
        if (typeof node['value'] === 'string') take(node['value'])
        return
      case 'TemplateLiteral': {
        const quasis = node['quasis'] as readonly { readonly value: { readonly cooked: string } }[]
        return quasis.forEach(({ value }) => take(value.cooked))
      }
      case 'ConditionalExpression':
        takeShown(node['consequent'] as Node)
        return takeShown(node['alternate'] as Node)
      case 'LogicalExpression':
        return takeShown(node['right'] as Node)
      case 'BinaryExpression':
        if (node['operator'] !== '+') return
        takeShown(node['left'] as Node)
        return takeShown(node['right'] as Node)
      case 'JSXExpressionContainer':
        return takeShown(node['expression'] as Node)
      default:
        return
    }
  }
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if (Array.isArray(value)) return value.forEach(look)
    const node = value as Node
    if (node.type === 'JSXText') take(String(node['value']))
    if (node.type === 'JSXAttribute') {
      const { name } = node['name'] as { readonly name: string }
      if (spokenAttributes.has(name) && node['value'] !== null) takeShown(node['value'] as Node)
    }
    if (node.type === 'JSXElement' || node.type === 'JSXFragment')
      for (const child of node['children'] as readonly Node[]) takeShown(child)
    Object.values(node).forEach(look)
  }
  look(parseAst(source, { lang: 'tsx' }))
  return found
}

function* componentsIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* componentsIn(path)
    else if (path.endsWith('.tsx') && !path.endsWith('.test.tsx')) yield path
  }
}

it('[UI192] no component has words of its own', () => {
  const renderer = join(import.meta.dirname, '..')
  const loose = [...componentsIn(renderer)].flatMap((file) =>
    looseStrings(readFileSync(file, 'utf8')).map((text) => `${file.slice(renderer.length + 1)}: ${text}`),
  )
  expect(loose).toEqual([])
})

it('[UI192] words in tags and in what is heard are found, those of code are not', () => {
  expect(
    looseStrings(`
      const a = <p className="dim" title="Sea">Hello {name} <b>{isOn ? 'Yes' : words.no}</b> %</p>
      const b = <Field label={\`Size \${size}\`} aria-label={'Close' + x} kind="plain" placeholder={isWide && 'Wide'} />
      const c = <><i data-testid="hint">{open('file')}</i>{count > 1 && 'many'} · 100 %</>
    `),
  ).toEqual(['Sea', 'Hello', 'Yes', 'Size', 'Close', 'Wide', 'many'])
})
