package outpost.modules.packages;

import static outpost.api.Script.sh;

import outpost.api.Script;

/** How hosts with RPM are asked whether something is installed. */
final class Installed {
  private Installed() {}

  /**
   * Defines {@code there NAME}, which says whether a package is. In conditions RPM compares the
   * versions; a release counts only where both have one.
   */
  static Script words(DnfSources sources) {
    return sh(
        """
        q() { rpm --root={} -q "$@" 2>/dev/null; }
        there() {
          case $1 in
            *://*) return 1 ;;
            @*:*) s=${1#*:}; dnf -q {} module list --installed "${1%%:*}" 2>/dev/null |
              awk -v m="${1%%:*}" -v s="${s%%/*}" '$1 == m && $2 == s { y = 1 } END { exit !y }' ;;
            @*) [ -n "$(dnf -q {} group list --installed "${1#@}" 2>/dev/null)" ] ;;
            *.rpm) n=$(q -p --qf '%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}' -- "$1") && q -- "$n" >/dev/null ;;
            *[*?[]*) [ -n "$(q -a "$1")" ] ;;
            *' '*) n=${1#* }; for v in $(q --qf '%{EPOCHNUM}:%{VERSION}-%{RELEASE} ' -- "${1%% *}"); do
                case ${n%% *}$(order "$v" "${n#* }") in '>='[01]|'<='[-0]*|=0|'>1'|'<-1') return ;; esac
              done; return 1 ;;
            *) q -- "$1" >/dev/null || q --whatprovides -- "$1" >/dev/null ;;
          esac
        }
        order() {
          rpm --eval "%{lua:
            local function cut(s) local c=s:find(':',1,true) local e='0'
              if c then e=s:sub(1,c-1) s=s:sub(c+1) end
              local d=s:find('-',1,true) if d then return e,s:sub(1,d-1),s:sub(d+1) end return e,s end
            local e,v,r=cut('$1') local E,V,R=cut('$2') local o=rpm.vercmp(e,E)
            if o==0 then o=rpm.vercmp(v,V) end
            if o==0 and r and R then o=rpm.vercmp(r,R) end print(o)}"
        }
        """,
        sources.installroot(), sources.options(), sources.options());
  }
}
