import type { Cases } from "../kit/cases.ts";

const REST = `category Mood = ["glad", "sad"]
model M {
  input x: vector(8)
  output mood: Mood = x |> Encoder |> classify(Mood)
}`;
const ENCODER = `block Encoder(x: signal) -> feature {
  return x |> dense(4, relu)
}
`;

export const importCases: Cases = {
  "a file that is not there": {
    source: `use «"./encoder.fuse"» { Encoder }\nuse «std.visions» { ResNet }\nuse «stt.vision» { A }\nuse std.vision { «ResNext» }\n${REST}`,
    finds: ["import_missing", "library_missing", "library_missing", "import_name"],
  },
  "a file of the project in the library's place": {
    source: `use «"./std/vision.fuse"» { Encoder }\n${REST}`,
    finds: ["import_reserved"],
    files: { "std/vision.fuse": "block Encoder(x: signal) -> feature {\n  return x |> dense(4)\n}\n" },
  },
  "files outside of the project": {
    source: `use «"../secret.fuse"» { Encoder }
use «"/etc/passwd"» { A }
use «"C:\\\\secret.fuse"» { B }
use «"a/../../secret.fuse"» { C }
${REST}`,
    files: { "../secret.fuse": ENCODER, "/etc/passwd": ENCODER, "secret.fuse": ENCODER },
    finds: ["import_outside", "import_outside", "import_outside", "import_outside"],
  },
  "a file that imports itself": {
    source: `use «"./test.fuse"» { Encoder }\n${REST}`,
    finds: ["import_cycle"],
  },
  "a name that the file does not define": {
    source: `use "./encoder.fuse" { «Encodr», «__proto__», «constructor» }\n${REST.replace("Encoder", "Encodr")}`,
    files: { "encoder.fuse": ENCODER },
    finds: ["import_name", "import_name", "import_name"],
    help: ["did you mean `Encoder`?"],
  },
  "a name that the file imports itself": {
    source: `use "./between.fuse" { «Encoder» }\n${REST}`,
    files: { "between.fuse": 'use "./encoder.fuse" { Encoder }\n', "encoder.fuse": ENCODER },
    finds: ["import_name"],
  },
  "a name imported twice": {
    source: `use "./encoder.fuse" { «#see Encoder», «Encoder» }
use "./encoder.fuse" { «Encoder» }
${REST}
block «Encoder»(x: signal) -> feature {
  return x |> dense(8)
}`,
    files: { "encoder.fuse": ENCODER },
    finds: ["name_taken", "name_taken", "name_taken"],
  },
  "more files than a project may have": {
    source: `${Array.from({ length: 199 }, (_, i) => `use "./${i}.fuse" { B${i} }`).join("\n")}
use «"./199.fuse"» { B199 }
${REST.replace(" |> Encoder", " |> B0")}`,
    files: Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`${i}.fuse`, ENCODER.replace("Encoder", `B${i}`)]),
    ),
    finds: ["import_limit"],
  },
};
