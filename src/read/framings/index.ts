import type { Framing } from "../framing.ts";
import csv from "./csv.ts";
import jsonDocument from "./json-document.ts";
import newline from "./newline.ts";

/** All known framings; a test holds this list against the folder. */
export const framings: readonly Framing[] = [csv, jsonDocument, newline];
