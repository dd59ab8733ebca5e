// Reads a text line by line with Microsoft's recognizers and prints characters a second of time on the core.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const require = createRequire(process.argv[2] + "/");
const suite = require("@microsoft/recognizers-text-suite");
const lines = readFileSync(process.argv[3], "utf8").split("\n").filter((line) => line.trim());
suite.recognizeNumber("三百五十", suite.Culture.Chinese);
let characters = 0;
let found = 0;
const start = process.cpuUsage();
for (const line of lines) {
  found += suite.recognizeNumber(line, suite.Culture.Chinese).length;
  found += suite.recognizePercentage(line, suite.Culture.Chinese).length;
  characters += [...line].length;
}
const spent = process.cpuUsage(start);
console.log(JSON.stringify({ per_second: Math.round((characters * 1e6) / (spent.user + spent.system)), found }));
