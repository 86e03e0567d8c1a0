import { SavedModelMessage, type SavedModelProto } from "../../../../../compiler/targets/tensorflow/proto.ts";

/** What a `saved_model.pb` says; fields that were not written are absent. */
export function decodeSavedModel(bytes: Uint8Array): SavedModelProto {
  const message = SavedModelMessage.decode(bytes);
  return SavedModelMessage.toObject(message, {
    longs: Number,
    arrays: true,
    objects: true,
  }) as SavedModelProto;
}
