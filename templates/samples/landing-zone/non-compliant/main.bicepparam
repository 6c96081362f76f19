using 'main.bicep'

param hospital = 'sakura'
param addressPrefix = '10.20.5.0/24'
