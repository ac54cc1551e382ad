// Drive the Playground's own TypeScript (src/nn.ts, src/dataset.ts) without its page.
//
//   node engine.js PLAYGROUND_FOLDER < job.json > result.json
//
// The job names what the page's controls say and which networks to train: `networks` of them,
// from the one that `resets` presses of the reset button show. The result has the train points,
// the losses after each of `epochs` and how long the networks took.
"use strict";
const fs = require("fs");
const path = require("path");
const Module = require("module");
const typescript = require("typescript");
const seedrandom = require("seedrandom");

const FEATURES = {
  "x1": (x, y) => x,
  "x2": (x, y) => y,
  "x1²": (x, y) => x * x,
  "x2²": (x, y) => y * y,
  "x1x2": (x, y) => x * y,
  "sin x1": (x, y) => Math.sin(x),
  "sin x2": (x, y) => Math.sin(y),
};

function load(file) {
  const options = {compilerOptions: {module: "commonjs", target: "es5"}};
  const {outputText} = typescript.transpileModule(fs.readFileSync(file, "utf8"), options);
  const loaded = new Module(file, module);
  loaded.paths = module.paths;
  loaded._compile(outputText, file);
  return loaded.exports;
}

const source = path.join(process.argv[2], "src");
const nn = load(path.join(source, "nn.ts"));
const dataset = load(path.join(source, "dataset.ts"));
const GENERATORS = {
  circle: dataset.classifyCircleData,
  xor: dataset.classifyXORData,
  gauss: dataset.classifyTwoGaussData,
  spiral: dataset.classifySpiralData,
};

// What generateData, reset, oneStep and getLoss of playground.ts do, without the drawing.
function makeData(job) {
  seedrandom(job.seed, {global: true});
  const points = GENERATORS[job.dataset](500, job.noise / 100);
  dataset.shuffle(points);
  // The page computes the features anew at each step; here once, so that only nn.ts is timed.
  for (const point of points) {
    point.inputs = job.features.map((name) => FEATURES[name](point.x, point.y));
  }
  const cut = Math.floor(points.length * job.split / 100);
  return {train: points.slice(0, cut), test: points.slice(cut)};
}

function makeNetwork(job) {
  const shape = [job.features.length, ...job.hidden, 1];
  const activation = nn.Activations[job.activation.toUpperCase()];
  const penalty = nn.RegularizationFunction[job.regularisation] || null;
  return nn.buildNetwork(shape, activation, nn.Activations.TANH, penalty, job.features);
}

function trainEpoch(job, network, points) {
  points.forEach((point, i) => {
    nn.forwardProp(network, point.inputs);
    nn.backProp(network, point.label, nn.Errors.SQUARE);
    if ((i + 1) % job.batch_size === 0) {
      nn.updateWeights(network, job.learning_rate, job.rate);
    }
  });
}

function getLoss(network, points) {
  let loss = 0;
  for (const point of points) {
    const output = nn.forwardProp(network, point.inputs);
    loss += nn.Errors.SQUARE.error(output, point.label);
  }
  return loss / points.length;
}

// Losses are computed after every epoch, as the page does, and kept where the job says.
function trainNetwork(job, network, data) {
  const kept = [];
  for (let epoch = 0; epoch <= job.epochs; epoch++) {
    if (epoch > 0) {
      trainEpoch(job, network, data.train);
    }
    const losses = [getLoss(network, data.train), getLoss(network, data.test)];
    if (epoch % job.measure_every === 0) {
      kept.push(losses);
    }
  }
  return kept;
}

function weightsOf(network) {
  return network.slice(1).map((layer) => ({
    weights: layer.map((node) => node.inputLinks.map((link) => link.weight)),
    biases: layer.map((node) => node.bias),
  }));
}

function run(job) {
  const data = makeData(job);
  for (let k = 0; k < job.resets; k++) {
    makeNetwork(job);
  }
  const started = process.hrtime.bigint();
  const before = process.cpuUsage();
  const trained = [];
  for (let k = 0; k < job.networks; k++) {
    const network = makeNetwork(job);
    const start = weightsOf(network);
    const losses = trainNetwork(job, network, data);
    trained.push({start, losses, end: weightsOf(network)});
  }
  const used = process.cpuUsage(before);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const train = data.train.map((point) => [point.x, point.y, point.label]);
  return {train, trained, seconds, cpu: (used.user + used.system) / 1e6};
}

process.stdout.write(JSON.stringify(run(JSON.parse(fs.readFileSync(0, "utf8")))));
