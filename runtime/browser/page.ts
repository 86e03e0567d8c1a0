/** The few parts of a page that are used, as browsers have had them since 2023. */
interface Page {
  readonly OffscreenCanvas: new (width: number, height: number) => Canvas;
  readonly ImageData: new (data: Uint8ClampedArray, width: number, height: number) => object;
  createImageBitmap(source: object, options: object): Promise<Bitmap>;
}

interface Canvas {
  getContext(kind: "2d", options: object): Context | null;
  getContext(kind: "webgl"): WebGl | null;
}

interface Context {
  imageSmoothingQuality: string;
  drawImage(source: object, x: number, y: number, width: number, height: number): void;
  getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray };
}

export interface Bitmap {
  readonly width: number;
  readonly height: number;
  close(): void;
}

/** WebGL as far as a texture is read back with it. */
export interface WebGl {
  readonly TEXTURE_2D: number;
  readonly FRAMEBUFFER: number;
  readonly COLOR_ATTACHMENT0: number;
  readonly RGBA: number;
  readonly UNSIGNED_BYTE: number;
  createTexture(): object | null;
  deleteTexture(texture: object | null): void;
  bindTexture(target: number, texture: object | null): void;
  texImage2D(target: number, level: number, inner: number, format: number, type: number, from: Bitmap): void;
  createFramebuffer(): object | null;
  deleteFramebuffer(buffer: object | null): void;
  bindFramebuffer(target: number, buffer: object | null): void;
  framebufferTexture2D(
    target: number,
    place: number,
    kind: number,
    texture: object | null,
    level: number,
  ): void;
  readPixels(
    x: number,
    y: number,
    width: number,
    height: number,
    format: number,
    type: number,
    into: Uint8Array,
  ): void;
  getError(): number;
}

export const page = globalThis as unknown as Page;
