# shellcheck shell=bash
# plays.sh: what is to be done to hosts. A play NAME is NAME.yml in our spelling; its first line is a title, its second what the
# recap is to say of each host when all is new there. NAME.sh does the same by hand.

set_up_plays() {
  local file name
  cp -r "$BENCH/plays" "$WORK"
  mkdir "$WORK/plays/ansible"
  templates >"$WORK/plays/templates.yml"
  small >"$WORK/plays/small.yml"
  for file in "$WORK"/plays/*.{yml,ftl}; do
    name=$(basename "$file" .ftl)
    spelt_for_ansible <"$file" >"$WORK/plays/ansible/$name$([[ $name = *.yml ]] || echo .j2)"
  done
  tree
}

# the plays keep to expressions that both know
spelt_for_ansible() { sed -E 's/\$\{([^}]*)\}/{{ \1 }}/g; s/\.ftl/.j2/g'; }

# recap PLAY STATE: what the play's recap is to say; nothing of a play without tasks
recap() {
  local line
  line=$(sed -n '2s/^# //p' "$WORK/plays/$1.yml")
  [ "$2" = first ] || line=${line/changed=*/changed=0}
  echo "$line"
}

templates() {
  local number
  echo '# 100 templates'
  echo '# ok=100 changed=100'
  echo '- hosts: all'
  echo '  gather_facts: false'
  echo '  vars: { project: parts, owner: { name: ops, mail: ops@example.org } }'
  echo '  tasks:'
  for number in {1..100}; do
    echo "    - template: { src: part.ftl, dest: '\${dir}/part-$number', mode: '0644' }"
    echo "      vars: { number: $number }"
  done
}

small() {
  local number
  echo '# 200 small tasks'
  echo '# ok=200 changed=200'
  echo '- hosts: all'
  echo '  gather_facts: false'
  echo '  tasks:'
  for number in {1..200}; do
    case $((number % 4)) in
      0) echo "    - file: { path: '\${dir}/folder-$number', state: directory, mode: '0755' }" ;;
      2) echo "    - lineinfile: { path: '\${dir}/lines-$number', line: line $number, create: true, mode: '0644' }" ;;
      *) echo "    - copy: { dest: '\${dir}/text-$number', content: text $number, mode: '0644' }" ;;
    esac
  done
}

# 1,000 files of 1 to 8 KiB in 20 folders
tree() {
  local number
  mkdir "$WORK"/tree{,/folder-{0..19}}
  for number in {1..1000}; do
    head -c $(((number % 8 + 1) * 768)) /dev/urandom | base64 >"$WORK/tree/folder-$((number % 20))/file-$number"
  done
  chmod -R u=rwX,go=rX "$WORK/tree"
}
