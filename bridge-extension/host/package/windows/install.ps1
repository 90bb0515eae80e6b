# Installs bridge-host.exe, which lies beside this script, for this user or with -Machine for
# every user of the computer. It may run again: lists grow, nothing is lost.
#
#   powershell -ExecutionPolicy Bypass -File install.ps1 -Machine -Origin https://check.clinic.example
param(
    # For every user; needs an administrator.
    [switch]$Machine,
    # Pages that may have cards, as https://check.clinic.example; several with commas.
    [string[]]$Origin = @(),
    # Ids of extensions published under a key of one's own (with -Machine).
    [string[]]$Extension = @()
)
$ErrorActionPreference = 'Stop'

function Say($japanese, $english) {
    if ((Get-UICulture).Name -like 'ja*') { $japanese } else { $english }
}

# With -File a list arrives as one text.
$Origin = @($Origin -split ',' | Where-Object { $_ })
$Extension = @($Extension -split ',' | Where-Object { $_ })
$data = Join-Path ([Environment]::GetFolderPath('CommonApplicationData')) 'myna-check'
$settings = Join-Path $data 'bridge.json'
if ($Machine) {
    $user = [Security.Principal.WindowsPrincipal][Security.Principal.WindowsIdentity]::GetCurrent()
    if (-not $user.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
        throw (Say '管理者として実行してください。' 'Run this as an administrator.')
    }
    # Any user may make folders here, and who made one could change the administrator's list.
    if (Test-Path $data) {
        $owner = (Get-Acl $data).GetOwner([Security.Principal.SecurityIdentifier]).Value
        if ($owner -notin 'S-1-5-18', 'S-1-5-32-544') {
            throw (Say "$data は管理者が作ったものではありません。中身を確かめ、消してからやり直してください。" `
                "$data was not made by an administrator: look into it, delete it, and start over.")
        }
    }
    $folder = Join-Path $env:ProgramFiles 'myna-check'
} else {
    $folder = Join-Path $env:LOCALAPPDATA 'Programs\myna-check'
}

New-Item -ItemType Directory -Force $folder | Out-Null
try {
    Copy-Item -Force (Join-Path $PSScriptRoot 'bridge-host.exe') $folder
} catch {
    throw (Say "コピーできません。ブラウザーを閉じてやり直してください。($_)" `
        "It cannot be copied: close the browsers and start over. ($_)")
}
$program = Join-Path $folder 'bridge-host.exe'

if ($Machine) {
    New-Item -ItemType Directory -Force $data | Out-Null
    # The system and administrators write, users read; what stood there before is not kept.
    icacls $data /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-32-545:(OI)(CI)RX' /Q | Out-Null
    if ($LASTEXITCODE -ne 0) { throw "icacls: $LASTEXITCODE" }
    $source = if (Test-Path $settings) { $settings } else { Join-Path $PSScriptRoot 'bridge.json' }
    $known = [IO.File]::ReadAllText($source) | ConvertFrom-Json
    foreach ($key in 'origins', 'extensions') {
        $more = if ($key -eq 'origins') { $Origin } else { $Extension }
        $list = @(@($known.$key) + $more | Where-Object { $_ } | Select-Object -Unique)
        $known | Add-Member -Force -NotePropertyName $key -NotePropertyValue $list
    }
    # Without a byte order mark, which the program does not take.
    [IO.File]::WriteAllText($settings, ($known | ConvertTo-Json))
    & $program install --machine
} else {
    & $program install
}
if ($LASTEXITCODE -ne 0) {
    throw (Say '登録できませんでした。上の説明をご覧ください。' 'It could not be registered: see above.')
}
if (-not $Machine) {
    foreach ($page in $Origin) {
        & $program allow $page
        if ($LASTEXITCODE -ne 0) { throw (Say "許可できません: $page" "It cannot be allowed: $page") }
    }
}
Say "$program を入れました。ブラウザーを起動し直してください。" "Installed $program. Start the browser again."
