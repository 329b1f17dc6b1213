// Print what graphology, the library of Gephi Lite, finds in a GEXF file on standard input, as JSON.
import { readFileSync } from "node:fs";
import Graph from "graphology";
import gexf from "graphology-gexf";

const graph = gexf.parse(Graph, readFileSync(0, "utf8"));
console.log(
  JSON.stringify({
    about: graph.getAttributes(),
    nodes: Object.fromEntries(graph.mapNodes((id, attributes) => [id, attributes])),
    edges: graph.mapEdges((_, attributes, source, target) => [source, target, attributes.relation]),
  }),
);
