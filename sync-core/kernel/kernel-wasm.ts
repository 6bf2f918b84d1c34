// Written by `npm run kernel` from assembly/; see build/build-kernel.mjs.

export const kernelWasm =
  'AGFzbQEAAAABDAJgAn9/AGADf39/AAMDAgABBQYBAQGAgAQHIgMJY29weUJsb2NrAAEJemVyb0Jsb2NrAAAGbWVtb3J5AgAKGgILACAAQQAgAfwLAAsMACABIAAgAvwKAAAL'
