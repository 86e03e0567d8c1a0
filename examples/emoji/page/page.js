import { load } from "./model/model.js";

const STEPS = 20;
const BATCH = 8;

const at = (id) => document.getElementById(id);
const tell = (text) => {
  at("state").textContent = text;
};
const percent = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

/** The browser draws between two steps. */
const nextFrame = () => new Promise((resolve) => setTimeout(resolve));

/** The picture of an emoji, once it has loaded. */
async function pictureOf({ picture }) {
  const image = new Image();
  image.src = picture;
  await image.decode();
  return image;
}

function choose({ name, picture }) {
  at("name").value = name;
  at("picture").src = picture;
}

async function predict(model) {
  const { group } = await model.predict({ name: at("name").value, picture: at("picture") });
  const likeliest = Object.entries(group.probabilities).sort(([, a], [, b]) => b - a);
  at("answer").replaceChildren(
    ...likeliest.map(([label, share]) => {
      const row = document.createElement("tr");
      const bar = document.createElement("div");
      bar.style.width = `${12 * share}rem`;
      for (const content of [label, percent.format(share), bar]) row.insertCell().append(content);
      return row;
    }),
  );
  return group;
}

async function train(model, emoji) {
  const rows = await Promise.all(
    emoji.map(async (one) => ({ name: one.name, group: one.group, picture: await pictureOf(one) })),
  );
  const losses = [];
  await model.train(rows, {
    steps: STEPS,
    batch: BATCH,
    anew: true,
    onStep({ step, loss }) {
      losses.push(loss);
      at("loss").textContent = `Step ${step} of ${STEPS}: the loss is ${loss.toFixed(3)}.`;
      const highest = Math.max(...losses);
      at("losses").setAttribute("points", losses.map((y, x) => `${x},${10 - (9 * y) / highest}`).join(" "));
      return nextFrame();
    },
  });
  return losses;
}

/** Buttons rest while something is computed, and errors are told. */
function whenClicked(button, work) {
  button.addEventListener("click", async () => {
    const buttons = document.querySelectorAll("button");
    for (const one of buttons) one.disabled = true;
    try {
      await work();
    } catch (error) {
      tell([error.message, error.help].filter(Boolean).join(". "));
    }
    for (const one of buttons) one.disabled = false;
  });
}

try {
  const wanted = new URLSearchParams(location.search).get("backend") ?? undefined;
  const [model, emoji] = await Promise.all([
    load({ backend: wanted }),
    fetch("./emoji.json").then((response) => response.json()),
  ]);
  tell(`${model.interface.model} runs on ${model.backend}.`);
  at("emoji").append(...emoji.map(({ name }) => new Option(name)));
  at("emoji").addEventListener("change", () => choose(emoji[at("emoji").selectedIndex]));
  choose(emoji[0]);
  whenClicked(at("predict"), () => predict(model));
  whenClicked(at("train"), () => train(model, emoji));
  for (const one of document.querySelectorAll("button, select")) one.disabled = false;
} catch (error) {
  tell([error.message, error.help].filter(Boolean).join(". "));
}
