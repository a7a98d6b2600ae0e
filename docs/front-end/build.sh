#!/bin/sh
# Rebuilds static/vendor from the packages named in package.json. Needs node and npm; the output is committed,
# so nobody needs them to run the system.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out="$here/../../static/vendor"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/bootstrap.scss" "$work"
cd "$work"
npm install --no-audit --no-fund --silent
npx sass --no-source-map --style=compressed --quiet --load-path=node_modules bootstrap.scss bootstrap.css
mkdir -p "$out/bootstrap" "$out/bootstrap-icons" "$out/htmx" "$out/be-vietnam-pro"
cp bootstrap.css "$out/bootstrap/bootstrap.min.css"
cp node_modules/bootstrap/LICENSE "$out/bootstrap/LICENSE"
cp node_modules/htmx.org/dist/htmx.min.js node_modules/htmx.org/LICENSE "$out/htmx/"
for weight in 400 500 600 700; do
    for subset in latin latin-ext vietnamese; do
        cp "node_modules/@fontsource/be-vietnam-pro/files/be-vietnam-pro-$subset-$weight-normal.woff2" "$out/be-vietnam-pro/"
    done
done
cp node_modules/@fontsource/be-vietnam-pro/LICENSE "$out/be-vietnam-pro/LICENSE"
cp node_modules/bootstrap-icons/LICENSE "$out/bootstrap-icons/LICENSE"
{
    printf '<svg xmlns="http://www.w3.org/2000/svg">\n'
    while read -r name; do
        tr -d '\n' < "node_modules/bootstrap-icons/icons/$name.svg" \
            | sed -E "s|<svg [^>]*>|<symbol id=\"$name\" viewBox=\"0 0 16 16\">|; s|</svg>|</symbol>|; s|> +<|><|g"
        printf '\n'
    done < "$here/icons.txt"
    printf '</svg>\n'
} > "$out/bootstrap-icons/sprite.svg"
