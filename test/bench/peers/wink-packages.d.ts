declare module 'wink-bm25-text-search' {
  interface Engine {
    defineConfig(config: { readonly fldWeights: Readonly<Record<string, number>> }): boolean;
    definePrepTasks(tasks: readonly ((text: string) => readonly string[])[]): number;
    addDoc(document: Readonly<Record<string, string>>, id: number): number;
    consolidate(): boolean;
    search(text: string, limit: number): readonly (readonly [id: string, score: number])[];
  }
  export default function bm25(): Engine;
}

declare module 'wink-nlp-utils' {
  type ChangeTokens = (tokens: readonly string[]) => readonly string[];
  const nlp: {
    readonly string: {
      lowerCase(text: string): string;
      tokenize0(text: string): readonly string[];
    };
    readonly tokens: {
      readonly propagateNegations: ChangeTokens;
      readonly removeWords: ChangeTokens;
      readonly stem: ChangeTokens;
    };
  };
  export default nlp;
}
