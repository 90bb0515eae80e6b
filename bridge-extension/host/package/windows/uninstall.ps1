# Takes back what install.ps1 did, for this user or with -Machine for every user. The lists of
# pages stay, unless -Settings is given.
param(
    [switch]$Machine,
    [switch]$Settings
)
$ErrorActionPreference = 'Stop'

function Say($japanese, $english) {
    if ((Get-UICulture).Name -like 'ja*') { $japanese } else { $english }
}

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
if (Test-Path $program) {
    & $program uninstall @scope
    if ($LASTEXITCODE -ne 0) {
        throw (Say '登録を消せません。-Machine には管理者の権限が要ります。' `
            'The registration cannot be removed: -Machine needs an administrator.')
    }
    Remove-Item -Recurse -Force $folder
}
if ($Settings -and (Test-Path $data)) { Remove-Item -Recurse -Force $data }
Say '連携プログラムを取り除きました。' 'The bridge program is removed.'
