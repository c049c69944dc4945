// How Gantry is packed: everything in one asar but what the system must load itself, fuses blown so that the binary is nothing but Gantry.

/** @type {import('electron-builder').Configuration} */
export const configuration = {
  appId: 'org.gantry-dicom.gantry',
  productName: 'Gantry',
  copyright: 'The Gantry contributors',
  directories: { output: 'dist', buildResources: 'build/icons' },
  files: ['out/electron/**', 'out/renderer/**', '!**/*.map', 'package.json', 'LICENSE'],
  asar: true,
  // Native code and what a worker thread of the operating system's loader reads.
  asarUnpack: ['**/*.node', 'out/electron/*.wasm'],
  npmRebuild: false,
  fileAssociations: [{ ext: ['dcm', 'dicom'], name: 'DICOM object', mimeType: 'application/dicom', role: 'Viewer' }],
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
  linux: {
    target: ['AppImage', 'deb'],
    icon: 'build/icons',
    category: 'Science',
    synopsis: 'Desktop DICOM node manager',
    maintainer: 'The Gantry contributors',
    executableName: 'gantry',
  },
  mac: { target: ['dmg'], icon: 'build/icons/1024.png', category: 'public.app-category.medical' },
  win: { target: ['nsis'], icon: 'build/icons/256.png' },
  publish: null,
};
