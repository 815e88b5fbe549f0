# Unpacks a server of a release of Debian, with all libraries that it needs, the C library included, so that it runs on any
# Linux of the same processor. Nothing is installed, and nobody needs to be root: bash debian-server.sh FOLDER SERVER RELEASE
set -euo pipefail
folder=$1 server=$2 release=$3

# Prints the mirror of Debian that this machine uses, with the keys that it trusts.
mirror() {
  apt-get "$@" indextargets --format '$(REPO_URI) $(LABEL) $(CREATED_BY)' 'Component: main' \
    | awk '$2 == "Debian" && $3 == "Packages" && !found++ { print $1 }'
}

mirror=$(mirror)
if [ -z "$mirror" ]; then
  # The mirrors have never been asked who they are, as on a new machine.
  mkdir -p "$folder"/apt/asked/partial "$folder"/apt/cache/archives/partial
  asked=(-q -o "Dir::State::lists=$folder/apt/asked" -o "Dir::Cache=$folder/apt/cache" -o APT::Sandbox::User=root)
  apt-get "${asked[@]}" update </dev/null || : # One of another program may be away.
  mirror=$(mirror "${asked[@]}")
fi
[ -n "$mirror" ] || { echo "apt knows no mirror of Debian" >&2; exit 1; }

mkdir -p "$folder"/apt/{lists,cache/archives}/partial "$folder"/root
cd "$folder"
echo "deb $mirror $release main" >apt/sources.list
options=(-q -o "Dir::Etc::sourcelist=$folder/apt/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$folder/apt/lists"
  -o "Dir::Cache=$folder/apt/cache" -o Dir::State::status=/dev/null -o APT::Sandbox::User=root -o Acquire::Languages=none
  -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false)
apt-get "${options[@]}" update </dev/null

# Of the libraries, some have other names in other releases: what is not there is not needed there.
wanted=("$server-server" "$server-tools")
for library in libc6 libgcc-s1 libstdc++6 libatomic1 libjemalloc2 liblzf1 libssl3 libssl3t64 zlib1g libsystemd0 libcap2 \
  libgcrypt20 libgpg-error0 liblzma5 libzstd1 liblz4-1; do
  if apt-cache "${options[@]}" policy "$library" | grep 'Candidate: [0-9]' >/dev/null; then
    wanted+=("$library")
  fi
done
(cd root && apt-get "${options[@]}" download "${wanted[@]}" </dev/null)
for package in root/*.deb; do
  dpkg-deb -x "$package" root
  rm "$package"
done
rm -r apt
