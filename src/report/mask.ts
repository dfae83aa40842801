const MASK = "***";

/** Words that make a parameter's name a secret's name, wherever they stand in it. */
const secretWords = new Set(
  (
    "token tokens password passwd pwd passphrase passcode pass secret secrets key apikey sig signature hmac jwt auth authorization " +
    "bearer credential credentials session sessionid sid otp totp pin cookie samlresponse assertion ticket"
  ).split(" "),
);

/** Names written in one word, such as `accesstoken`. */
const secretEndings = /(?:token|password|secret|apikey|accesskey|signature|sessionid|sessid)$/;

/** `code` is a secret in a sign-in, and is not in `error_code` or `country_code`. */
const secretCodes =
  /^code$|(?:auth|authorization|verification|access|invite|invitation|reset|security|login|device|user|pairing)[^a-z]*code$/;

/**
 * The text without what gives access or names a person: secret parameters of query strings, bearer tokens and other
 * tokens that are known by their looks, credentials in addresses, and e-mail addresses. Each becomes `***`.
 */
export function masked(text: string): string {
  return text
    .replace(/([?&;])([^=&;?\s]{1,100})=([^&;\s"'<>]*)/g, maskParameter)
    .replace(/\b(bearer|basic)((?:\s|%20|\+|:)+)(?=\S{0,200}[\d=]|\S{16})[\w.~+/=-]{6,}/gi, `$1$2${MASK}`)
    .replace(/\beyJ[\w-]{5,}(?:\.[\w-]*){1,4}/g, MASK)
    .replace(
      /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_\w{20,}|\b[sr]k_(?:live|test)_\w{10,}|\bxox[a-z]-[\w-]{10,}|\bAIza[\w-]{30,}/g,
      MASK,
    )
    .replace(/:\/\/[^\s/@:]{0,100}:[^\s/@]{1,200}@/g, `://${MASK}@`)
    .replace(/[\p{L}\p{N}._+'-]{1,64}(@|%40)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/gu, `${MASK}$1${MASK}`);
}

/** The value of a named field, masked; nothing of it is left where its name is a secret's name, as a header's may be. */
export function maskedField(name: string, value: string): string {
  return isSecretName(name) ? MASK : masked(value);
}

function maskParameter(whole: string, before: string, name: string, value: string): string {
  if (value === "") return whole;
  return isSecretName(decoded(name)) || holdsSecret(decoded(value)) ? `${before}${name}=${MASK}` : whole;
}

/** Whether a value is itself an address with a secret in it, as `redirect_uri` often is. */
function holdsSecret(value: string): boolean {
  return [...value.matchAll(/[?&;#]([^=&;?#\s]{1,100})=[^&;\s]/g)].some(([, name = ""]) => isSecretName(decoded(name)));
}

function isSecretName(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z]+/);
  const lower = name.toLowerCase();
  return words.some((word) => secretWords.has(word) || secretEndings.test(word)) || secretCodes.test(lower);
}

/** Text with percent escapes undone, twice, as a secret may be inside an encoded address inside an address. */
function decoded(text: string): string {
  let result = text;
  for (let round = 0; round < 2 && result.includes("%"); round++) {
    try {
      result = decodeURIComponent(result);
    } catch {
      return result;
    }
  }
  return result;
}
