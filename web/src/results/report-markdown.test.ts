import { expect, test } from "vitest";
import { plain } from "./report-markdown.ts";

test("takes every meaning from a stranger's words", () => {
  expect(plain("**bold** [link](http://x) <script> | cell\n# head")).toBe(
    String.raw`\*\*bold\*\* \[link\](http://x) \<script\> \| cell \# head`,
  );
});

test("leaves plain sentences as they are", () => {
  expect(plain("Two of 181 people, 1.5 %.")).toBe("Two of 181 people, 1.5 %.");
});
