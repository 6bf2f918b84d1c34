import { expect, test } from './support/story.ts'

test('a page has no Node, goes nowhere, and is answered politely whatever it asks', async ({ studio }) => {
  const anna = await studio.desktop('Anna')
  const { page } = anna

  const reached = await page.evaluate(() => ({
    node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
    asks: Object.keys((window as unknown as { gesso: object }).gesso).sort(),
  }))
  expect(reached.node).toEqual([])
  expect(reached.asks).not.toContain('ipcRenderer')

  const policy = await page.evaluate(async () =>
    (await fetch(location.href)).headers.get('content-security-policy'),
  )
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")

  const home = page.url()
  await page.evaluate(() => {
    window.location.href = 'https://example.org/'
  })
  expect(await page.evaluate(() => window.open('https://example.org/') === null)).toBe(true)
  expect(page.url()).toBe(home)
  expect(anna.electron.windows()).toHaveLength(1)

  const answers = await page.evaluate(async () => {
    type Ask = (...words: unknown[]) => Promise<unknown>
    const { gesso } = window as unknown as { gesso: Record<string, Ask> }
    return Promise.all([
      gesso['hostPicture']?.('../../etc/passwd', 'computer', 'host'),
      gesso['hostPicture']?.('a'.repeat(26), 'everyone', 'host'),
      gesso['hostPicture']?.('a'.repeat(26), 'computer', 'steal'),
      gesso['createPicture']?.({ title: '', width: 1e9, height: -1 }),
      gesso['renamePicture']?.(null, { toString: 'x' }),
      gesso['saveSettings']?.('Anna'),
      gesso['savePictures']?.(
        { place: 'computer', folder: '/etc', history: { keep: 'all' } },
        { kind: 'keep' },
      ),
      gesso['savePictures']?.({ place: 'bucket', folder: '', history: { keep: 'all' } }, { kind: 'keep' }),
      gesso['testBucket']?.({ endpoint: 'file:///etc/passwd' }, { kind: 'steal' }),
      gesso['smallestPolicy']?.('*', '../'),
      gesso['copyText']?.(42),
      gesso['answerQuit']?.('maybe'),
      gesso['settings']?.('too', 'many'),
    ])
  })
  for (const answer of answers) {
    expect(answer).toMatchObject({ failed: true, code: 'bad-request', message: expect.stringMatching(/\.$/) })
  }
  expect(await page.evaluate(() => document.querySelector('h1')?.textContent)).toBe('Gesso')
})
