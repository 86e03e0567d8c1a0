/** The few parts of a page that are used, as browsers have had them since 2023. */
export interface Page {
  readonly OffscreenCanvas: new (width: number, height: number) => Canvas;
  createImageBitmap(source: object): Promise<DrawnSource>;
}

interface Canvas {
  getContext(kind: "2d", options: object): Context | null;
}

interface Context {
  imageSmoothingQuality: string;
  drawImage(source: object, x: number, y: number, width: number, height: number): void;
  getImageData(x: number, y: number, width: number, height: number): { readonly data: Uint8ClampedArray };
}

/** What a canvas draws: an element, a bitmap, a canvas. */
interface DrawnSource {
  readonly width: number;
  readonly height: number;
}

export const page = globalThis as unknown as Page;
