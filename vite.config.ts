import { builtinModules } from 'node:module';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions } from 'vite';

/** `vite build --app` builds main, preload and the window in one go into out/. */

const builtins = [...builtinModules, /^node:/];
/** What must stay outside of the bundles: Electron, Node's own modules, and packages that find files beside themselves. */
const external = ['electron', /^electron\//, ...builtins, /^pdfjs-dist/];

const forNode = (input: Record<string, string>, outDir: string, format: 'es' | 'cjs'): EnvironmentOptions => {
  const extension = format === 'es' ? 'js' : 'cjs';
  return {
    consumer: 'server',
    resolve: { conditions: ['node'], noExternal: true, external: ['electron', 'pdfjs-dist'], builtins },
    build: {
      target: 'node24',
      outDir: path.resolve(outDir),
      emptyOutDir: true,
      sourcemap: true,
      minify: false,
      ssr: true,
      copyPublicDir: false,
      rolldownOptions: {
        input,
        external,
        output: {
          format,
          entryFileNames: `[name].${extension}`,
          chunkFileNames: `chunks/[name]-[hash].${extension}`,
          codeSplitting: format === 'es',
        },
      },
    },
  };
};

const face = (name: string): string => path.resolve('src-main/faces/desktop', `${name}.ts`);

export default defineConfig({
  root: 'src-renderer',
  base: './',
  plugins: [react()],
  builder: {
    buildApp: async (builder) => {
      for (const environment of Object.values(builder.environments)) await builder.build(environment);
    },
  },
  environments: {
    client: {
      build: {
        outDir: path.resolve('out/renderer'),
        emptyOutDir: true,
        target: 'chrome150',
        modulePreload: { polyfill: false },
        // The policy of the window allows no data: URL.
        assetsInlineLimit: 0,
      },
    },
    main: forNode(
      {
        main: face('main'),
        'engine-process': face('engine-process'),
        'extractor-process': face('extractor-process'),
      },
      'out/main',
      'es',
    ),
    preload: forNode({ preload: face('preload') }, 'out/preload', 'cjs'),
  },
});
