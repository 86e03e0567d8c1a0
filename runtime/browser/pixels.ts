import { type Bitmap, page, type WebGl } from "./page.ts";

/** How a picture is decoded so that its bytes stay as they are. */
const AS_IT_IS = { premultiplyAlpha: "none", colorSpaceConversion: "none" };

/** What a page can show, at a size, as the bytes of RGBA. One of another size is stretched. */
export async function pixelsOf(
  source: object,
  width: number,
  height: number,
): Promise<Uint8Array | Uint8ClampedArray> {
  const bitmap = await page.createImageBitmap(source, AS_IT_IS);
  try {
    const fits = bitmap.width === width && bitmap.height === height;
    return (fits ? readBack(bitmap) : undefined) ?? redrawn(bitmap, width, height);
  } finally {
    bitmap.close();
  }
}

let gl: WebGl | null | undefined;

/**
 * The bytes of a bitmap through a texture: a canvas multiplies colours by their opacity, and so forgets those of
 * transparent places, which a model that was trained on the file's bytes may look at. Undefined without WebGL.
 */
function readBack(bitmap: Bitmap): Uint8Array | undefined {
  gl ??= new page.OffscreenCanvas(1, 1).getContext("webgl");
  if (gl === null) return undefined;
  const { TEXTURE_2D, FRAMEBUFFER, COLOR_ATTACHMENT0, RGBA, UNSIGNED_BYTE } = gl;
  const texture = gl.createTexture();
  const buffer = gl.createFramebuffer();
  const bytes = new Uint8Array(bitmap.width * bitmap.height * 4);
  gl.bindTexture(TEXTURE_2D, texture);
  gl.texImage2D(TEXTURE_2D, 0, RGBA, RGBA, UNSIGNED_BYTE, bitmap);
  gl.bindFramebuffer(FRAMEBUFFER, buffer);
  gl.framebufferTexture2D(FRAMEBUFFER, COLOR_ATTACHMENT0, TEXTURE_2D, texture, 0);
  gl.readPixels(0, 0, bitmap.width, bitmap.height, RGBA, UNSIGNED_BYTE, bytes);
  gl.deleteFramebuffer(buffer);
  gl.deleteTexture(texture);
  return gl.getError() === 0 ? bytes : undefined;
}

function redrawn(bitmap: Bitmap, width: number, height: number): Uint8ClampedArray {
  const context = new page.OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("the page has no canvas left");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}
