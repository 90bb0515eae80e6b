//! The production headers as settings of the web servers that people have.
//!
//! Each function takes the one list of headers and only words it for its server.

use crate::headers::{HASHED_NAME, Header, cache_control};

/// File names and texts, one for each server.
pub(crate) fn all(headers: &[Header]) -> [(&'static str, String); 4] {
    [
        ("nginx.conf", nginx(headers)),
        ("apache.htaccess", apache(headers)),
        ("Caddyfile", caddy(headers)),
        ("web.config", iis(headers)),
    ]
}

const WHAT_TO_CHANGE: &str =
    "Content-Security-Policy names the gateway after connect-src: put yours there.";

fn nginx(headers: &[Header]) -> String {
    let lines = lines(headers, |name, value| {
        format!("    add_header {name} \"{value}\" always;")
    });
    let (kept, asked) = cache_rules();
    format!(
        "# {WHAT_TO_CHANGE}\n\
         # The map belongs to the http block, as files in conf.d do.\n\
         map $uri $check_cache_control {{\n    \
             default \"{asked}\";\n    \
             \"~{HASHED_NAME}\" \"{kept}\";\n\
         }}\n\
         server {{\n    \
             root /var/www/check;\n    \
             index index.html;\n    \
             gzip on;\n    \
             gzip_vary on;\n    \
             gzip_types text/css text/javascript application/javascript application/json \
             application/wasm image/svg+xml;\n\
         {lines}\n    \
             add_header Cache-Control $check_cache_control always;\n\
         }}\n"
    )
}

fn apache(headers: &[Header]) -> String {
    let lines = lines(headers, |name, value| {
        format!("Header always set {name} \"{value}\"")
    });
    let (kept, asked) = cache_rules();
    format!(
        "# {WHAT_TO_CHANGE}\n\
         # Needs mod_headers, mod_mime and mod_deflate; put beside index.html as .htaccess.\n\
         AddType application/wasm .wasm\n\
         AddType text/javascript .js\n\
         AddOutputFilterByType DEFLATE text/html text/css text/javascript application/json \
         application/wasm image/svg+xml\n\
         {lines}\n\
         Header set Cache-Control \"{asked}\"\n\
         <FilesMatch \"{HASHED_NAME}\">\n    \
             Header set Cache-Control \"{kept}\"\n\
         </FilesMatch>\n"
    )
}

fn caddy(headers: &[Header]) -> String {
    let lines = lines(headers, |name, value| format!("        {name} \"{value}\""));
    let (kept, asked) = cache_rules();
    format!(
        "# {WHAT_TO_CHANGE}\n\
         check.example {{\n    \
             root * /var/www/check\n    \
             file_server\n    \
             encode gzip\n    \
             @hashed path_regexp {HASHED_NAME}\n    \
             header {{\n\
         {lines}\n        \
                 Cache-Control \"{asked}\"\n    \
             }}\n    \
             header @hashed Cache-Control \"{kept}\"\n\
         }}\n"
    )
}

fn iis(headers: &[Header]) -> String {
    let lines = lines(headers, |name, value| {
        let value = value
            .replace('&', "&amp;")
            .replace('"', "&quot;")
            .replace('<', "&lt;");
        format!("        <add name=\"{name}\" value=\"{value}\" />")
    });
    // IIS matches no names by expression without an extra module, so every file is asked for.
    let (_, asked) = cache_rules();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <!-- {WHAT_TO_CHANGE} -->\n\
         <configuration>\n  \
           <system.webServer>\n    \
             <urlCompression doStaticCompression=\"true\" />\n    \
             <staticContent>\n      \
               <remove fileExtension=\".wasm\" />\n      \
               <mimeMap fileExtension=\".wasm\" mimeType=\"application/wasm\" />\n    \
             </staticContent>\n    \
             <httpProtocol>\n      \
               <customHeaders>\n\
         {lines}\n        \
                 <add name=\"Cache-Control\" value=\"{asked}\" />\n      \
               </customHeaders>\n    \
             </httpProtocol>\n  \
           </system.webServer>\n\
         </configuration>\n"
    )
}

fn lines(headers: &[Header], line: impl Fn(&str, &str) -> String) -> String {
    headers
        .iter()
        .map(|(name, value)| line(name, value))
        .collect::<Vec<_>>()
        .join("\n")
}

/// How names with a hash are kept, and how all others are.
fn cache_rules() -> (&'static str, &'static str) {
    (
        cache_control("app-0123456789abcdef.js"),
        cache_control("index.html"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::headers::production;

    #[test]
    fn every_server_sends_every_header() {
        let headers = production(&["https://gateway.example"]);
        for (file, text) in all(&headers) {
            for (name, value) in &headers {
                assert!(text.contains(name), "{file} lacks {name}");
                assert!(
                    text.contains(value.as_str()),
                    "{file} lacks the value of {name}"
                );
            }
            assert!(text.contains("no-cache"), "{file} lacks the cache rule");
        }
    }

    #[test]
    fn no_value_breaks_out_of_its_quotes() {
        for (_, value) in production(&["https://gateway.example"]) {
            assert!(!value.contains('"') && !value.contains('\\'), "{value}");
        }
    }
}
