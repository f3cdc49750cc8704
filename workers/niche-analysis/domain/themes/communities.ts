/** Groups of nodes with more weight between them than chance would put there: communities of a graph. */
import { graphOf, type Graph } from "./neighbour-graph.ts";

/** A move must gain more than this share of a node's weight: rounding must not decide. */
const leastGain = 1e-9;
const passes = 3;

/**
 * The community of every node, numbered from 0 by first appearance. Maximises modularity with a resolution (Newman & Girvan 2004; Reichardt &
 * Bornholdt 2006: a higher one gives more and smaller communities) by moving nodes and then merging communities (Blondel et al. 2008), with a
 * queue of the nodes whose surroundings changed (as in Traag et al. 2019) and further passes that start from the result, which repair early
 * merges. `start`: communities to begin with (−1: a node by itself), which change no more than the graph demands (Aynaud & Guillaume 2010); without it
 * every node begins by itself. Nodes are taken in their order and ties stay where they are: the result is a function of graph and start alone.
 */
export function communities(graph: Graph, resolution: number, start?: Int32Array): Int32Array {
  let labels = beginning(graph.count, start);
  for (let pass = 0; pass < passes; pass++) {
    const moved = moveNodes(graph, labels, resolution);
    if (pass > 0 && !moved.changed) break;
    labels = moved.labels;
    for (let level = merged(graph, labels); ;) {
      const coarse = moveNodes(
        level,
        Int32Array.from({ length: level.count }, (_, node) => node),
        resolution,
      );
      if (!coarse.changed) break;
      labels = labels.map((label) => coarse.labels[label] ?? 0);
      level = merged(level, coarse.labels);
    }
  }
  return labels;
}

function beginning(count: number, start: Int32Array = new Int32Array(count).fill(-1)): Int32Array {
  const highest = start.reduce((most, label) => Math.max(most, label), -1);
  return renumbered(start.map((label, node) => (label >= 0 ? label : highest + 1 + node)));
}

/** Moves single nodes to the neighbouring community that gains most until none gains. */
function moveNodes(graph: Graph, start: Int32Array, resolution: number): { labels: Int32Array; changed: boolean } {
  const { count, starts, targets, weights } = graph;
  const labels = start.slice();
  const strengths = strengthsOf(graph);
  const total = strengths.reduce((sum, strength) => sum + strength, 0) || 1;
  const inside = new Float64Array(count);
  for (let node = 0; node < count; node++) inside[labels[node] ?? 0] = (inside[labels[node] ?? 0] ?? 0) + (strengths[node] ?? 0);
  const links = new Float64Array(count);
  const near = new Int32Array(count);
  // A ring: each node waits in it at most once.
  const queue = Int32Array.from({ length: count }, (_, node) => node);
  const waiting = new Uint8Array(count).fill(1);
  let [head, length, changed] = [0, count, false];
  while (length > 0) {
    const node = queue[head] ?? 0;
    head = (head + 1) % count;
    length -= 1;
    waiting[node] = 0;
    const own = labels[node] ?? 0;
    const strength = strengths[node] ?? 0;
    const end = starts[node + 1] ?? 0;
    let met = 0;
    for (let edge = starts[node] ?? 0; edge < end; edge++) {
      const label = labels[targets[edge] ?? 0] ?? 0;
      const linked = links[label] ?? 0;
      if (linked === 0) near[met++] = label;
      links[label] = linked + (weights[edge] ?? 0);
    }
    inside[own] = (inside[own] ?? 0) - strength;
    let best = own;
    let most = (links[own] ?? 0) - (resolution * strength * (inside[own] ?? 0)) / total + leastGain * strength;
    for (let i = 0; i < met; i++) {
      const label = near[i] ?? 0;
      const gain = (links[label] ?? 0) - (resolution * strength * (inside[label] ?? 0)) / total;
      links[label] = 0;
      if (gain <= most) continue;
      most = gain;
      best = label;
    }
    inside[best] = (inside[best] ?? 0) + strength;
    if (best === own) continue;
    labels[node] = best;
    changed = true;
    for (let edge = starts[node] ?? 0; edge < (starts[node + 1] ?? 0); edge++) {
      const other = targets[edge] ?? 0;
      if (labels[other] === best || waiting[other] === 1) continue;
      waiting[other] = 1;
      queue[(head + length) % count] = other;
      length += 1;
    }
  }
  return { labels: renumbered(labels), changed };
}

/** One node a community. Labels are 0…k−1. */
function merged(graph: Graph, labels: Int32Array): Graph {
  const { count, starts, targets, weights } = graph;
  const members: number[][] = [];
  labels.forEach((label, node) => (members[label] ??= []).push(node));
  const loops = new Float64Array(members.length);
  const links = new Float64Array(members.length);
  const [from, to, weight]: [number[], number[], number[]] = [[], [], []];
  members.forEach((nodes, label) => {
    const near: number[] = [];
    for (const node of nodes) {
      loops[label] = (loops[label] ?? 0) + (graph.loops[node] ?? 0);
      for (let edge = starts[node] ?? 0; edge < (starts[node + 1] ?? 0); edge++) {
        const other = labels[targets[edge] ?? 0] ?? 0;
        if (other === label) loops[label] = (loops[label] ?? 0) + (weights[edge] ?? 0);
        else if (other > label) {
          if (links[other] === 0) near.push(other);
          links[other] = (links[other] ?? 0) + (weights[edge] ?? 0);
        }
      }
    }
    for (const other of near) {
      from.push(label);
      to.push(other);
      weight.push(links[other] ?? 0);
      links[other] = 0;
    }
  });
  return count === 0 ? graph : graphOf(members.length, from, to, weight, loops);
}

function strengthsOf({ count, starts, weights, loops }: Graph): Float64Array {
  return Float64Array.from({ length: count }, (_, node) => {
    let sum = loops[node] ?? 0;
    for (let edge = starts[node] ?? 0; edge < (starts[node + 1] ?? 0); edge++) sum += weights[edge] ?? 0;
    return sum;
  });
}

/** The same groups, numbered from 0 by first appearance. */
export function renumbered(labels: Int32Array): Int32Array {
  const numbers = new Map<number, number>();
  return labels.map((label) => {
    const number = numbers.get(label) ?? numbers.size;
    numbers.set(label, number);
    return number;
  });
}
