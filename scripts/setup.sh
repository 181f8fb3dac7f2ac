#!/usr/bin/env bash
# Makes a machine ready for `npm test`: bash scripts/setup.sh (npm run setup)
#
# On Debian, as root, it installs what is missing with apt. Elsewhere it says what is missing and how
# to get it, and fails only where nobody reads that (CI=true). It is quick where everything is there.
set -euo pipefail

readonly SCRIPTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# What the tests need. Of each: how to see that it is there, its Debian packages, where else to get it.
readonly TOOLS=(clang newer-clang libcxx gcc chromium neovim)

has() { command -v "$1" >/dev/null 2>&1; }

is_there() {
  case $1 in
    clang) has clang-19 && has clang++-19 && has llvm-nm-19 ;;
    newer-clang) has clang++-22 ;;
    libcxx) [[ -e /usr/lib/llvm-19/include/c++/v1/string && -e /usr/lib/llvm-19/lib/libc++abi.so ]] ;;
    gcc) has g++ ;;
    chromium) [[ -n ${CHROMIUM:-} ]] || has chromium || has chromium-browser || has google-chrome ;;
    neovim) has nvim ;;
  esac
}

debian_packages() {
  case $1 in
    clang) echo clang-19 llvm-19 ;;
    newer-clang) echo clang-22 ;;
    libcxx) echo libc++-19-dev libc++abi-19-dev ;;
    gcc) echo g++ ;;
    chromium) echo chromium ;;
    neovim) echo neovim ;;
  esac
}

advice() {
  case $1 in
    clang) echo 'clang 19 (clang-19, llvm-nm-19): https://releases.llvm.org, or apt.llvm.org on other Debians and Ubuntus' ;;
    newer-clang) echo 'clang 22 (clang++-22), which knows __builtin_is_cpp_trivially_relocatable: https://releases.llvm.org' ;;
    libcxx) echo 'libc++ 19 with its headers: comes with LLVM, https://releases.llvm.org' ;;
    gcc) echo 'g++: the package gcc-c++ or build-essential of your system' ;;
    chromium) echo 'Chromium: https://www.chromium.org/getting-involved/download-chromium (or name the program in CHROMIUM)' ;;
    neovim) echo 'Neovim 0.7 or later: https://neovim.io' ;;
  esac
}

is_debian_root() { [[ $(id -u) == 0 && -e /etc/debian_version ]] && has apt-get; }

install_with_apt() {
  local packages
  read -ra packages <<<"$(for tool in "$@"; do debian_packages "$tool"; done | xargs)"
  echo "Installing ${packages[*]} …"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
}

list_missing() {
  for tool in "${TOOLS[@]}"; do
    is_there "$tool" || echo "$tool"
  done
}

# The toolchain of Rust is the user's own choice: it is never installed from here.
check_cargo() {
  has cargo || echo 'cargo and rustc: https://rustup.rs'
}

prepare_vscode() {
  if [[ $(uname -sm) == 'Linux x86_64' ]]; then bash "$SCRIPTS/../test/e2e/setup-vscode-server.sh"; fi
}

main() {
  local missing wanted
  mapfile -t missing < <(list_missing)
  if ((${#missing[@]} > 0)) && is_debian_root; then
    install_with_apt "${missing[@]}" || echo 'apt-get did not install everything.' >&2
    mapfile -t missing < <(list_missing)
  fi
  wanted=$(for tool in "${missing[@]}"; do advice "$tool"; done; check_cargo)
  if ! prepare_vscode; then
    wanted+=$'\nthe VS Code server of the editor tests: needs npm and its registry (test/e2e/setup-vscode-server.sh)'
  fi
  if [[ -z $wanted ]]; then return; fi
  echo 'Missing, and needed by npm test:' >&2
  sed '/^$/d; s/^/  - /' <<<"$wanted" >&2
  if [[ ${CI:-} == true ]]; then exit 1; fi
}

main
