import { expect, it } from "vitest";
import { signedForS3 } from "./s3-signature.ts";

it("signs the example of Amazon's documentation as it is signed there", () => {
  // "GET Object": bucket examplebucket, object test.txt, the first ten bytes, on 24 May 2013.
  const key = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", region: "us-east-1" };
  const url = new URL("https://examplebucket.s3.amazonaws.com/test.txt");
  const { authorization } = signedForS3(url, key, Date.UTC(2013, 4, 24), { range: "bytes=0-9" });
  expect(authorization).toBe(
    "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request," +
      "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date," +
      "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  );
});
