# Installs bridge-host.exe, which lies beside this script, for this user or with -Machine for
# every user of the computer. It may run again: lists grow, nothing is lost.
#
#   powershell -ExecutionPolicy Bypass -File install.ps1 -Machine -Origin https://check.clinic.example
param(
    # For every user; needs an administrator.
    [switch]$Machine,
    # Pages that may have cards, as https://check.clinic.example; several with commas.
    [string[]]$Origin = @(),
    # Ids of extensions published under a key of one's own.
    [string[]]$Extension = @()
)
$ErrorActionPreference = 'Stop'

function Say($japanese, $english) {
    if ((Get-UICulture).Name -like 'ja*') { $japanese } else { $english }
}

# With -File a list arrives as one text.
$Origin = @($Origin -split ',' | Where-Object { $_ })
$Extension = @($Extension -split ',' | Where-Object { $_ })
if ($Machine) {
    $folder = Join-Path $env:ProgramFiles 'myna-check'
    $data = Join-Path ([Environment]::GetFolderPath('CommonApplicationData')) 'myna-check'
    $scope = @('--machine')
} else {
    $folder = Join-Path $env:LOCALAPPDATA 'Programs\myna-check'
    $data = Join-Path $env:APPDATA 'myna-check'
    $scope = @()
}
$program = Join-Path $folder 'bridge-host.exe'
$settings = Join-Path $data 'bridge.json'

if ($Machine) {
    $user = [Security.Principal.WindowsPrincipal][Security.Principal.WindowsIdentity]::GetCurrent()
    if (-not $user.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
        throw (Say '管理者として実行してください。' 'Run this as an administrator.')
    }
    # Any user may make files here, and who made one could change the administrator's list.
    foreach ($path in $data, $settings) {
        if (-not (Test-Path $path)) { continue }
        $owner = (Get-Acl $path).GetOwner([Security.Principal.SecurityIdentifier]).Value
        if ($owner -notin 'S-1-5-18', 'S-1-5-32-544') {
            throw (Say "$path は管理者が作ったものではありません。中身を確かめ、消してからやり直してください。" `
                "$path was not made by an administrator: look into it, delete it, and start over.")
        }
    }
}

New-Item -ItemType Directory -Force $folder, $data | Out-Null
if ($Machine) {
    # The system and administrators write, users read.
    icacls $data /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-32-545:(OI)(CI)RX' /Q | Out-Null
    if ($LASTEXITCODE -ne 0) { throw "icacls: $LASTEXITCODE" }
}
try {
    Copy-Item -Force (Join-Path $PSScriptRoot 'bridge-host.exe') $folder
} catch {
    throw (Say "コピーできません。ブラウザーを閉じてやり直してください。($_)" `
        "It cannot be copied: close the browsers and start over. ($_)")
}

# What is there already, or what the package was made with, and what was said now.
$source = if (Test-Path $settings) { $settings } else { Join-Path $PSScriptRoot 'bridge.json' }
$known = [IO.File]::ReadAllText($source) | ConvertFrom-Json
$lists = [ordered]@{}
foreach ($property in $known.PSObject.Properties) { $lists[$property.Name] = $property.Value }
$lists['origins'] = @(@($lists['origins']) + $Origin | Where-Object { $_ } | Select-Object -Unique)
$lists['extensions'] = @(@($lists['extensions']) + $Extension | Where-Object { $_ } | Select-Object -Unique)
# Without a byte order mark, which the program does not take.
[IO.File]::WriteAllText($settings, ($lists | ConvertTo-Json))

& $program install @scope
if ($LASTEXITCODE -ne 0) {
    throw (Say '登録できませんでした。上の説明をご覧ください。' 'It could not be registered: see above.')
}
Say "$program を入れました。ブラウザーを起動し直してください。" "Installed $program. Start the browser again."
