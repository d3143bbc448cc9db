use super::commands;
use crate::agent::of_commands;
use crate::state::State;

fn state(script: &str) -> &'static str {
    match of_commands(&commands(script)).state {
        State::Untouched => "untouched",
        State::On => "on",
        State::Off(_) => "off",
        State::Unclear => "unclear",
    }
}

#[test]
fn what_scripts_leave_of_the_agent() {
    let table = [
        ("$svc = \"AmazonSSMAgent\"\nStop-Service -Name $svc -Force\nSet-Service $svc -StartupType Disabled", "off"),
        ("$svc = 'Spooler'\nStop-Service $svc", "untouched"),
        ("$list = @('Spooler', 'AmazonSSMAgent')\nforeach ($s in $list) {\n  Stop-Service -Name $s\n}", "off"),
        ("foreach ($s in 'Spooler','W32Time') { Stop-Service $s }\nRestart-Service AmazonSSMAgent", "on"),
        ("'Spooler','AmazonSSMAgent' | ForEach-Object { Set-Service -Name $_ -StartupType Disabled }", "off"),
        ("'Spooler','W32Time' | % { Stop-Service $_ }\n# AmazonSSMAgent stays", "untouched"),
        ("Get-Service | Where-Object { $_.Name -eq 'AmazonSSMAgent' } | Stop-Service", "off"),
        ("Get-Service AmazonSSMAgent | Set-Service -StartupType Disabled -PassThru | Stop-Service", "off"),
        ("function Off($name) {\n  Stop-Service $name\n}\nOff AmazonSSMAgent", "off"),
        ("function Off {\n  param([string]$Name)\n  Stop-Service -Name $Name\n}\nOff -Name 'AmazonSSMAgent'", "off"),
        ("function Off { Stop-Service AmazonSSMAgent }\nWrite-Host ready", "untouched"),
        ("if ($false) { Stop-Service AmazonSSMAgent }", "untouched"),
        ("if ($true)\n{\n  Stop-Service AmazonSSMAgent\n}\nelse\n{\n  Write-Host no\n}", "off"),
        ("if (Test-Path C:\\x) { Write-Host a } else { Stop-Service AmazonSSMAgent }", "unclear"),
        ("try { Stop-Service AmazonSSMAgent } catch { Write-Host $_ }", "off"),
        ("try {\n  Write-Host a\n}\ncatch {\n  Stop-Service AmazonSSMAgent\n}", "unclear"),
        ("$readme = @'\nStop-Service AmazonSSMAgent\n'@\nSet-Content -Path C:\\readme.txt -Value $readme", "untouched"),
        ("Set-Content C:\\off.ps1 'Stop-Service AmazonSSMAgent'\n& C:\\off.ps1", "unclear"),
        ("Invoke-Expression 'Stop-Service AmazonSSMAgent'", "off"),
        ("cmd /c 'net stop AmazonSSMAgent'", "off"),
        ("Start-Process msiexec.exe -ArgumentList '/x', 'AmazonSSMAgent.msi', '/qn' -Wait", "off"),
        ("(Get-Service AmazonSSMAgent).Stop()", "off"),
        ("$s = Get-Service -Name AmazonSSMAgent\n$s.Stop()", "off"),
        ("$s = Read-Host\nStop-Service $s\nWrite-Host AmazonSSMAgent", "unclear"),
        ("exit\nStop-Service AmazonSSMAgent", "untouched"),
        ("while ($i -lt 3) { Stop-Service AmazonSSMAgent }", "unclear"),
        ("do { Stop-Service AmazonSSMAgent } while ($i -lt 3)", "off"),
        ("Stop-Service `\n  -Name AmazonSSMAgent", "off"),
        ("$p = @{ Name = 'AmazonSSMAgent' }\nStop-Service @p", "unclear"),
        ("Stop-Service AmazonSSMAgent }", "off"),
        ("Stop-Service AmazonSSMAgent -WhatIf", "untouched"),
        ("Stop-Service AmazonSSMAgent -WhatIf:$false", "off"),
        ("Stop-Service AmazonSSMAgent -Confirm", "unclear"),
        ("Stop-Service AmazonSSMAgent -Confirm:$false", "off"),
        ("$exe = \"$env:TEMP\\AmazonSSMAgentSetup.exe\"\nStart-Process $exe -ArgumentList '/uninstall'", "off"),
        ("$exe = \"$env:TEMP\\AmazonSSMAgentSetup.exe\"\n& $exe /uninstall", "off"),
        ("$exe = Get-Installer AmazonSSMAgent\nStart-Process $exe -ArgumentList '/uninstall'", "unclear"),
        ("Start-Process $other -ArgumentList '/S'\nRestart-Service AmazonSSMAgent", "on"),
        ("Stop-Service AmazonSSMAgentHelper", "untouched"),
        ("Start-Process 'C:\\x\\AmazonSSMAgentSetup.exe' -ArgumentList '/uninstall','/S' -Wait", "off"),
        ("Start-Process -FilePath 'C:\\AmazonSSMAgentSetup.exe' -ArgumentList '/S /uninstall' -Wait", "off"),
        ("Start-Process AmazonSSMAgentSetup.exe -ArgumentList '/S'", "on"),
        ("Start-Process notepad.exe -ArgumentList AmazonSSMAgent.log", "unclear"),
        ("Remove-Item -Recurse -Force 'C:\\Program Files\\Amazon\\SSM'", "unclear"),
        ("Remove-Item -Recurse -Force \"$env:ProgramFiles\\Amazon\\SSM\\*\"", "unclear"),
        ("Remove-Item -Recurse -Force \"$env:ProgramData\\Amazon\\SSM\\Logs\"", "untouched"),
        ("Remove-Item -Recurse -Force C:\\Temp", "untouched"),
        (
            "Get-Service | Where-Object { $_.Name -like 'Amazon*' } | Stop-Service -Force -PassThru | Set-Service -StartupType Disabled",
            "off",
        ),
        ("Get-Service | Where-Object { $_.Name -like 'Xbl*' } | Stop-Service", "untouched"),
        ("Get-Service | ? Name -match 'ssm' | Stop-Service", "off"),
        ("Get-Service | ? Name -match '^(xbl|amazon)' | Stop-Service", "off"),
        ("Get-Service | ? Name -match '^(xbl|w32)' | Stop-Service", "untouched"),
        ("Get-Service | ? Name -match '(' | Stop-Service", "unclear"),
        ("Get-Service | ? Name -eq $name | Stop-Service", "unclear"),
        ("$exe = [IO.Path]::Combine($env:TEMP, 'AmazonSSMAgentSetup.exe')\nRestart-Service AmazonSSMAgent", "on"),
        ("[IO.File]::Delete('C:\\Program Files\\Amazon\\SSM\\amazon-ssm-agent.exe')", "unclear"),
        ("Get-Service | Where-Object { $_.Status -eq 'Running' } | Stop-Service", "unclear"),
        ("Get-Service | Where-Object { $_.Name -notlike 'Amazon*' } | Stop-Service", "untouched"),
        ("Get-Service | Stop-Service", "off"),
        ("Set-ItemProperty -Path 'HKLM:\\SYSTEM\\CurrentControlSet\\Services\\AmazonSSMAgent' -Name Start -Value 4", "off"),
        ("Set-ItemProperty -Path 'HKLM:\\SYSTEM\\CurrentControlSet\\Services\\AmazonSSMAgent' -Name Start -Value 2", "on"),
        ("Set-ItemProperty -Path 'HKLM:\\SYSTEM\\CurrentControlSet\\Services\\AmazonSSMAgent' -Name ImagePath -Value x", "unclear"),
        ("reg add HKLM\\SYSTEM\\CurrentControlSet\\Services\\AmazonSSMAgent /v Start /t REG_DWORD /d 4 /f", "off"),
        ("reg delete HKLM\\SYSTEM\\CurrentControlSet\\Services\\AmazonSSMAgent /f", "unclear"),
        ("[ServiceProcess.ServiceController]::new('AmazonSSMAgent')", "unclear"),
        ("Invoke-WebRequest https://s3.amazonaws.com/ssm/AmazonSSMAgentSetup.exe -OutFile C:\\a.exe\nRestart-Service AmazonSSMAgent", "on"),
    ];
    let wrong: Vec<_> =
        table.iter().filter(|(script, wanted)| state(script) != *wanted).map(|(script, _)| (script, state(script))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn scripts_without_an_end_are_given_up() {
    let loops = "foreach ($a in 1,2,3,4,5,6,7,8,9) { ".repeat(9) + "Get-Date" + &" }".repeat(9);
    assert_eq!(state(&loops), "untouched");
    assert_eq!(state("function F { F; F }\nF\nStop-Service AmazonSSMAgent"), "unclear");
    let mut doubled = "$x = 'aaaaaaaaaaaaaaaa'\n".to_owned();
    doubled.push_str(&"$x = \"$x$x\"\n".repeat(64));
    assert_eq!(state(&doubled), "untouched");
}
