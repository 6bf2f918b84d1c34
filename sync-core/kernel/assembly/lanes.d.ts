/** The alpha of each pixel in all of its lanes. */
export declare function alphas(pixels: v128): v128;
/** The product of channels, rounded to the nearest: see ../share.ts. */
export declare function share(x: v128, y: v128): v128;
/** Products of numbers up to 32768 that stand for 1.0, cut off. */
export declare function cutProduct(x: v128, y: v128): v128;
/** 8 bytes 0..255 as coverage 0..32768: see widenByte in ../twin-merge-kernel.ts. */
export declare function widenBytes(pointer: usize): v128;
