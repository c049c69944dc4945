// Trusted Types as far as the page uses them; the DOM library of TypeScript does not know them yet.
interface TrustedTypePolicy {
  createScriptURL(url: string): string;
}

// eslint-disable-next-line no-var -- a global is declared with var
declare var trustedTypes:
  { createPolicy(name: string, rules: { readonly createScriptURL: (url: string) => string }): TrustedTypePolicy } | undefined;
