#!/usr/bin/env pwsh
#requires -Version 7.2

<#
.SYNOPSIS
Builds PolicyGen and proves what it renders.

.DESCRIPTION
Runs the named tasks in the order Restore, Build, Generate, Pages, Lint, Test, Pack and stops at the first command that fails.
Uses the PowerShell language and dotnet only: no module is needed.

.PARAMETER Task
What to do: All, or any of Restore, Build, Generate, Pages, Lint, Test, Pack.

.PARAMETER Configuration
Debug or Release.

.PARAMETER Check
Generate and Pages compare what is there with what would be written, and write nothing.

.EXAMPLE
./build.ps1

.EXAMPLE
./build.ps1 -Task Generate, Lint

.EXAMPLE
./build.ps1 -WhatIf
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [ValidateNotNullOrEmpty()]
    [ArgumentCompletions('All', 'Restore', 'Build', 'Generate', 'Pages', 'Lint', 'Test', 'Pack')]
    [string[]] $Task = 'All',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [switch] $Check
)

$ErrorActionPreference = 'Stop'
# Exit codes are looked at below, so that the message can name the whole command.
$PSNativeCommandUseErrorActionPreference = $false

$all = 'Restore', 'Build', 'Generate', 'Pages', 'Lint', 'Test', 'Pack'
# "pwsh -File" hands a list over as one text.
$wanted = $Task -split ',' | ForEach-Object { $_.Trim() }
$unknown = @($wanted | Where-Object { $_ -notin $all -and $_ -ne 'All' })
if ($unknown) { throw "There is no task '$($unknown -join "', '")'; known are All, $($all -join ', ')." }
$tasks = $all | Where-Object { 'All' -in $wanted -or $_ -in $wanted }

# What an earlier task of this run did need not be done again.
$restored = if ($tasks -contains 'Restore') { '--no-restore' }
$built = if ($tasks -contains 'Build') { '--no-build' }
$run = @('run', '--project', 'src/PolicyGen.Cli', '--configuration', $Configuration) + $built + '--'

# The arguments of dotnet for each task.
$commands = @{
    Restore  = 'restore', 'PolicyGen.sln'
    Build    = @('build', 'PolicyGen.sln', '--configuration', $Configuration) + $restored
    Generate = $run + 'generate' + $(if ($Check) { '--check' })
    Pages    = $run + 'controls' + 'pages' + $(if ($Check) { '--check' })
    Lint     = $run + 'lint'
    Test     = @('test', 'PolicyGen.sln', '--configuration', $Configuration) + $built
    # Builds by itself for each system that the package serves.
    Pack     = 'pack', 'src/PolicyGen.Cli', '--configuration', $Configuration, '--output', 'artifacts'
}

# dotnet finds the SDK of global.json, and policygen the library, from the current folder.
$path = $PSCmdlet.SessionState.Path
$former = $path.CurrentLocation.Path
$null = $path.SetLocation([WildcardPattern]::Escape($PSScriptRoot))
try {
    foreach ($name in $tasks) {
        $arguments = @($commands[$name] | Where-Object { $_ })
        $command = "dotnet $arguments"
        if (-not $PSCmdlet.ShouldProcess($command, $name)) { continue }

        "==> ${name}: $command"
        & dotnet $arguments
        if ($LASTEXITCODE -ne 0) { throw "$name failed: '$command' exited with code $LASTEXITCODE." }
    }
}
finally {
    $null = $path.SetLocation([WildcardPattern]::Escape($former))
}
