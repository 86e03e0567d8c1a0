/** The part of lz4js that is used: frames of LZ4. */
declare module "lz4js" {
  export function decompress(data: Uint8Array, most?: number): Uint8Array;
  export function compress(data: Uint8Array): Uint8Array;
}
