// Checks the proof of a look without asking anyone:
//   node verify.mjs bewijs.json [public line of the installation]
// Exit code 0: it holds. 1: it does not. Only node:crypto is used.
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";

const sha256 = (...parts) => parts.reduce((h, p) => h.update(p), createHash("sha256")).digest();

// Text has its length in two bytes before it; numbers have eight, big end first.
function text(s) {
  const bytes = Buffer.from(s, "utf8"), head = Buffer.alloc(2);
  head.writeUInt16BE(bytes.length);
  return Buffer.concat([head, bytes]);
}
function number(n) {
  const b = Buffer.alloc(8);
  b.writeBigInt64BE(BigInt(n));
  return b;
}

// The leaf: kind, dossier, time, identifier, and a hash over all else in the row.
function leafHash(l) {
  const digest = sha256(text(l.user), text(l.org), number(l.version), sha256(Buffer.from(l.told, "utf8")), Buffer.from(l.kept, "hex"));
  return sha256(Buffer.from([0]), Buffer.from("L"), text(l.home), number(l.at), text(l.id), digest);
}

// From a leaf to the root of a tree of a size: RFC 9162, 2.1.3.2.
function rootFrom(hash, n, size, path) {
  let fn = BigInt(n), sn = BigInt(size) - 1n;
  if (fn < 0n || fn > sn) throw new Error("the leaf lies outside the tree");
  for (const step of path) {
    if (sn === 0n) throw new Error("the path is too long");
    if (fn & 1n || fn === sn) {
      hash = sha256(Buffer.from([1]), step, hash);
      while (!(fn & 1n) && fn !== 0n) { fn >>= 1n; sn >>= 1n; }
    } else {
      hash = sha256(Buffer.from([1]), hash, step);
    }
    fn >>= 1n; sn >>= 1n;
  }
  if (sn !== 0n) throw new Error("the path is too short");
  return hash;
}

// A public line is name+mark+key; a checkpoint is signed under its own origin,
// which is the name and the year.
function signedBy(line, checkpoint) {
  const [name] = line.split("+", 1);
  const key = Buffer.from(line.split("+").slice(2).join("+"), "base64").subarray(1);
  const cut = checkpoint.indexOf("\n\n");
  const body = checkpoint.slice(0, cut + 1), origin = body.split("\n")[0];
  if (cut < 0 || key.length !== 32 || !origin.startsWith(name + "/")) return false;
  const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key]);
  const publicKey = createPublicKey({ key: der, format: "der", type: "spki" });
  return checkpoint.slice(cut + 2).split("\n").some((row) => {
    if (!row.startsWith(`— ${origin} `)) return false;
    const signature = Buffer.from(row.slice(origin.length + 3), "base64").subarray(4);
    return signature.length === 64 && verify(null, Buffer.from(body), publicKey, signature);
  });
}

function check(proof, known) {
  if (proof.form !== "eendracht look proof 1") throw new Error("this is no proof of a look");
  if (known && known !== proof.key) throw new Error("the proof is of another installation");
  if (!signedBy(proof.key, proof.checkpoint)) throw new Error("the checkpoint is not signed with this key");
  const [, size, root] = proof.checkpoint.split("\n");
  const path = proof.path.map((h) => Buffer.from(h, "hex"));
  if (path.some((h) => h.length !== 32)) throw new Error("a hash in the path has another length");
  const got = rootFrom(leafHash(proof.look), proof.leaf, size, path);
  if (got.toString("base64") !== root) throw new Error("the look does not stand in the log of this checkpoint");
}

try {
  const proof = JSON.parse(readFileSync(process.argv[2], "utf8"));
  check(proof, process.argv[3]);
  const told = proof.look.told ? JSON.parse(proof.look.told + "}") : {};
  const when = new Date(proof.look.at / 1000).toISOString();
  console.log(`It holds: ${told.name ?? proof.look.user}, ${told.org_name ?? proof.look.org}, ${when}, purpose ${told.purpose ?? "?"}, ground ${told.ground ?? "?"}`);
  console.log(`Leaf ${proof.leaf} of ${proof.checkpoint.split("\n")[0]}, signed by ${proof.key.split("+", 1)[0]}`);
  if (!process.argv[3]) console.log("Compare the key with what the installation published: " + proof.key);
} catch (err) {
  console.log("It does not hold: " + err.message);
  process.exit(1);
}
