import { image } from "./image.ts";
import { encodersIn, PORTABLE } from "./portable.ts";

const { text, ...others } = PORTABLE;

/** The encoder of each modality. */
export const encoderOf = encodersIn({ text: text!, image, ...others });
