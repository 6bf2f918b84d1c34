import { useEffect, useRef, useState } from 'react'
import type { BucketTest } from '../../electron/ipc/pictures-place.ts'
import { Button } from '../controls/button.tsx'
import { gessoApi } from '../session/gesso-api.ts'
import { isFailure } from '../session/is-failure.ts'
import { strings } from '../strings.ts'
import { sayInLanguage } from '../strings/spoken.ts'
import { bucketOf, prefixOf, secretWishOf, type PicturesForm } from './pictures-form.ts'

/** What a test found; of one form only, so that no answer stands beside settings that it is not about. */
interface Found extends BucketTest {
  readonly of: PicturesForm
}

interface ConnectionTestProps {
  readonly form: PicturesForm
  /** Whether the fields can be tried as they are; otherwise they say why not. */
  readonly isReady: (fields: 'all' | 'bucket') => boolean
}

/** Tries the bucket, and shows what its key has to be allowed. */
export function ConnectionTest({ form, isReady }: ConnectionTestProps) {
  const words = strings.place
  const [trying, setTrying] = useState<PicturesForm>()
  const [found, setFound] = useState<Found>()
  const [policy, setPolicy] = useState<string>()
  const isTrying = trying === form

  const test = async (): Promise<void> => {
    if (!isReady('all')) return
    setTrying(form)
    setFound(undefined)
    const answer = await gessoApi?.testBucket(bucketOf(form), secretWishOf(form))
    setTrying((now) => (now === form ? undefined : now))
    if (answer === undefined) return
    setFound(
      isFailure(answer) ? { works: false, sentence: answer.message, of: form } : { ...answer, of: form },
    )
  }
  const showPolicy = async (): Promise<void> => {
    if (!isReady('bucket')) return
    const answer = await gessoApi?.smallestPolicy(form.bucket.trim(), prefixOf(form))
    if (answer !== undefined && !isFailure(answer)) setPolicy(answer)
  }
  const said = found?.of === form ? found : undefined
  const place = useRef<HTMLParagraphElement>(null)
  // In a low window the answer would come below the edge.
  useEffect(() => {
    if (isTrying || said !== undefined) place.current?.scrollIntoView({ block: 'nearest' })
  }, [isTrying, said])
  return (
    <>
      <div className="place-test place-wide">
        <Button disabled={isTrying} onClick={() => void test()}>
          {words.test}
        </Button>
        <Button
          look="quiet"
          aria-expanded={policy !== undefined}
          onClick={() => (policy === undefined ? void showPolicy() : setPolicy(undefined))}
        >
          {policy === undefined ? words.showPolicy : words.hidePolicy}
        </Button>
        <p
          ref={place}
          className="place-found"
          role="status"
          data-found={isTrying ? 'trying' : said === undefined ? 'nothing' : said.works ? 'works' : 'wrong'}
        >
          {isTrying ? words.testing : said && sayInLanguage(said.sentence)}
        </p>
      </div>
      {policy !== undefined && <Policy policy={policy} />}
    </>
  )
}

/** How long the button says that it copied. */
const copiedShownMs = 2500

function Policy({ policy }: { policy: string }) {
  const words = strings.place
  const [isCopied, setIsCopied] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), [])
  const copy = async (): Promise<void> => {
    if (isFailure(await gessoApi?.copyText(policy))) return
    setIsCopied(true)
    setTimeout(() => setIsCopied(false), copiedShownMs)
  }
  return (
    <div ref={place} className="policy place-wide">
      <div className="policy-head">
        <p className="dim">{words.policyHint}</p>
        <Button onClick={() => void copy()}>
          <span aria-live="polite">{isCopied ? words.copied : words.copyPolicy}</span>
        </Button>
      </div>
      <pre tabIndex={0}>{policy}</pre>
    </div>
  )
}
